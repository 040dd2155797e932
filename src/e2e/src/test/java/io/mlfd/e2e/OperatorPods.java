package io.mlfd.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.util.Set;
import java.util.stream.Collectors;

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
