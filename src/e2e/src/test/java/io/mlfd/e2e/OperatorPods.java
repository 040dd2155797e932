package io.mlfd.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pods that the operator runs in. */
record OperatorPods(KubernetesClient client) {
    /** As a node that is gone: no grace, no hand-over. Gives the uids of those that are killed. */
    Set<String> kill() {
        Set<String> killed = uids();
        pods().withGracePeriod(0).delete();
        return killed;
    }

    Set<String> uids() {
        return pods().list().getItems().stream()
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    /** Names of the nodes that they are on. */
    Set<String> nodes() {
        return pods().list().getItems().stream()
                .map(pod -> pod.getSpec().getNodeName())
                .collect(Collectors.toSet());
    }

    /** Containers that were started again. */
    int restarts() {
        return pods().list().getItems().stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
    }

    /** Waits until so many are ready, and no others are there. */
    void scale(int replicas) {
        deployment().scale(replicas);
        if (replicas == 0) {
            pods().waitUntilCondition(Objects::isNull, 1, TimeUnit.MINUTES);
        } else {
            deployment()
                    .waitUntilCondition(
                            deployment -> deployment.getStatus().getReadyReplicas() != null
                                    && deployment.getStatus().getReadyReplicas() == replicas,
                            2,
                            TimeUnit.MINUTES);
        }
    }

    /** Of each, what is in use now of how much it may have. */
    String heap() {
        return metrics().map(OperatorPods::heap).collect(Collectors.joining(", "));
    }

    /** What both have counted of a namespace's stages in a state, as {@code queued}. */
    double stageSeconds(String namespace, String state) {
        return metrics()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("mlfd_stage_seconds_total{")
                        && line.contains("namespace=\"" + namespace + "\"")
                        && line.contains("state=\"" + state + "\""))
                .mapToDouble(OperatorPods::value)
                .sum();
    }

    private Stream<String> metrics() {
        return pods().list().getItems().stream()
                .map(pod -> client.raw("/api/v1/namespaces/" + Settings.OPERATOR_NAMESPACE + "/pods/"
                        + pod.getMetadata().getName() + ":8080/proxy/q/metrics"));
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static String heap(String metrics) {
        return "%.0f of %.0f MiB"
                .formatted(heap(metrics, "jvm_memory_used_bytes"), heap(metrics, "jvm_memory_max_bytes"));
    }

    /** In MiB. */
    private static double heap(String metrics, String what) {
        return metrics.lines()
                        .filter(line -> line.startsWith(what + "{") && line.contains("area=\"heap\""))
                        .mapToDouble(OperatorPods::value)
                        .sum()
                / (1 << 20);
    }

    private RollableScalableResource<Deployment> deployment() {
        return client.apps()
                .deployments()
                .inNamespace(Settings.OPERATOR_NAMESPACE)
                .withName(Settings.OPERATOR);
    }

    /** What they have said since they were started. */
    String log() {
        return new Kubectl(Settings.OPERATOR_NAMESPACE)
                .run("logs", "--selector", "app.kubernetes.io/name=" + Settings.OPERATOR, "--tail", "-1");
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> pods() {
        return client.pods()
                .inNamespace(Settings.OPERATOR_NAMESPACE)
                .withLabel("app.kubernetes.io/name", Settings.OPERATOR);
    }
}
