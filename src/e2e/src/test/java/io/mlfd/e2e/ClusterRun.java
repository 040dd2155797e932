package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.api.StageStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A run as it stands on the cluster. */
final class ClusterRun {
    static final String LABEL = "mlfd.io/run";
    static final String STAGE = "mlfd.io/stage";
    static final String STAGE_KIND = "mlfd.io/stage-kind";
    static final String ATTEMPT = "mlfd.io/attempt";

    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    ClusterRun(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    String name() {
        return name;
    }

    MLFDRun get() {
        return resource().require();
    }

    MLFDRunStatus status() {
        return get().getStatus();
    }

    StageStatus stage(String stage) {
        return stage(status(), stage);
    }

    static StageStatus stage(MLFDRunStatus status, String stage) {
        return status.stages().stream()
                .filter(s -> s.name().equals(stage))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no stage " + stage + " in status"));
    }

    static Condition condition(MLFDRunStatus status, String type) {
        return status.conditions().stream()
                .filter(c -> c.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no condition " + type + " in status"));
    }

    static boolean is(MLFDRunStatus status, String type) {
        return status.conditions().stream()
                .anyMatch(c -> c.type().equals(type) && c.status().equals("True"));
    }

    /** Watches a state for as long as it is to last, and fails with the first one that is another. */
    void lasts(String what, Duration time, Predicate<MLFDRunStatus> condition) {
        MLFDRunStatus other;
        try {
            other = resource()
                    .waitUntilCondition(
                            run -> run != null && run.getStatus() != null && !condition.test(run.getStatus()),
                            time.toSeconds(),
                            TimeUnit.SECONDS)
                    .getStatus();
        } catch (KubernetesClientTimeoutException e) {
            return;
        }
        throw new AssertionError(what + " did not last " + time.toSeconds() + " s: " + told(other));
    }

    /** Waits for a state that is watched for, and no longer than until the run ends otherwise. */
    MLFDRunStatus await(String what, Duration limit, Predicate<MLFDRunStatus> condition) {
        try {
            MLFDRunStatus reached = resource()
                    .waitUntilCondition(
                            run -> run != null
                                    && run.getStatus() != null
                                    && (condition.test(run.getStatus())
                                            || run.getStatus().completionTime() != null),
                            limit.toSeconds(),
                            TimeUnit.SECONDS)
                    .getStatus();
            assertThat(condition.test(reached))
                    .as("%s; the run ended otherwise: %s", what, told(reached))
                    .isTrue();
            return reached;
        } catch (KubernetesClientTimeoutException e) {
            throw new AssertionError(
                    what + " did not come about in " + limit + ": "
                            + Optional.ofNullable(resource().get())
                                    .map(MLFDRun::getStatus)
                                    .map(ClusterRun::told)
                                    .orElse("no status"),
                    e);
        }
    }

    /** Waits until a run that has ended goes on as {@code spec.rerun} asks for. */
    void goesOn(String token, Duration limit) {
        resource()
                .waitUntilCondition(
                        run -> run != null && token.equals(run.getStatus().rerun()),
                        limit.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private static String told(MLFDRunStatus status) {
        return status.phase() + " " + status.stagesDone() + " "
                + status.conditions().stream()
                        .filter(c -> c.status().equals("True"))
                        .map(c -> c.type() + ": " + c.message())
                        .toList()
                + " "
                + status.stages().stream()
                        .filter(s -> s.message() != null)
                        .map(s -> s.name() + ": " + s.message())
                        .toList();
    }

    List<Job> jobs() {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(LABEL, name)
                .list()
                .getItems();
    }

    FilterWatchListDeletable<Pod, PodList, PodResource> pods() {
        return client.pods().inNamespace(namespace).withLabel(LABEL, name);
    }

    /** What the operator said about the run. */
    List<Event> events() {
        String uid = get().getMetadata().getUid();
        return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getRegarding() != null
                        && uid.equals(event.getRegarding().getUid()))
                .toList();
    }

    /** Per stage the digests of its weights, each with the network it is of. */
    static Map<String, Map<String, String>> digests(MLFDRunStatus status) {
        return status.stages().stream()
                .filter(stage -> !stage.weights().isEmpty())
                .collect(Collectors.toMap(
                        StageStatus::name,
                        stage -> stage.weights().stream()
                                .collect(Collectors.toMap(
                                        StageStatus.Weights::output,
                                        StageStatus.Weights::digest,
                                        (a, b) -> a,
                                        TreeMap::new)),
                        (a, b) -> a,
                        TreeMap::new));
    }

    static String stageOf(Job job) {
        return job.getMetadata().getAnnotations().get(STAGE);
    }

    static String stageOf(Pod pod) {
        return pod.getMetadata().getAnnotations().get(STAGE);
    }

    private Resource<MLFDRun> resource() {
        return client.resources(MLFDRun.class).inNamespace(namespace).withName(name);
    }
}
