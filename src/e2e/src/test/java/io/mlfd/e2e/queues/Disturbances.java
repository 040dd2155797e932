package io.mlfd.e2e.queues;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mlfd.api.MLFDRun;
import java.net.HttpURLConnection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What happens to runs on nodes that groups share: somebody suspends one, a queue takes a place away, a pod is deleted. */
public final class Disturbances {
    private static final String KUEUE = "kueue.x-k8s.io/v1beta2";
    private static final String RUN = "mlfd.io/run";
    private static final long SHORTEST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 3000;

    private final KubernetesClient client;
    private final List<String> groups;
    private final RandomGenerator random;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

    /** What can happen. */
    public enum Kind {
        /** {@code spec.suspend} of a run, and back. */
        RUN_SUSPENDED,
        /** {@code spec.active} of one of Kueue's workloads, and back: evicted and queued again. */
        WORKLOAD_EVICTED,
        /** A queue is drained, and opened again. */
        QUEUE_DRAINED,
        POD_DELETED
    }

    /**
     * @param groups namespaces, each with a ClusterQueue of its name
     * @param random decides what happens next, to whom and for how long
     */
    public Disturbances(KubernetesClient client, List<String> groups, RandomGenerator random) {
        this.client = client;
        this.groups = groups;
        this.random = random;
    }

    /** One of them, from its beginning to its end. */
    public void next() throws InterruptedException {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        String group = any(groups).orElseThrow();
        boolean happened =
                switch (kind) {
                    case RUN_SUSPENDED -> suspendRun(group);
                    case WORKLOAD_EVICTED -> evictWorkload(group);
                    case QUEUE_DRAINED -> drain(group);
                    case POD_DELETED -> deletePod(group);
                };
        if (happened) {
            counts.merge(kind, 1, Integer::sum);
        }
        pause();
    }

    private boolean suspendRun(String group) throws InterruptedException {
        Optional<String> run = any(client.resources(MLFDRun.class).inNamespace(group).list().getItems().stream()
                .filter(each -> each.getStatus() != null && each.getStatus().completionTime() == null)
                .map(each -> each.getMetadata().getName())
                .toList());
        return during(
                run,
                (name, now) -> patch(MLFDRun.API_VERSION, MLFDRun.KIND, group, name, "{\"suspend\": " + now + "}"));
    }

    private boolean evictWorkload(String group) throws InterruptedException {
        Optional<String> workload =
                any(client.genericKubernetesResources(KUEUE, "Workload").inNamespace(group).list().getItems().stream()
                        .filter(Disturbances::isAdmitted)
                        .map(each -> each.getMetadata().getName())
                        .toList());
        return during(workload, (name, now) -> patch(KUEUE, "Workload", group, name, "{\"active\": " + !now + "}"));
    }

    private boolean drain(String group) throws InterruptedException {
        return during(Optional.of(group), (name, now) -> client.genericKubernetesResources(KUEUE, "ClusterQueue")
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"stopPolicy\": \"" + (now ? "HoldAndDrain" : "None") + "\"}}"));
    }

    private boolean deletePod(String group) {
        Optional<Pod> pod = any(client.pods().inNamespace(group).withLabel(RUN).list().getItems().stream()
                .filter(each -> "Running".equals(each.getStatus().getPhase()))
                .toList());
        pod.ifPresent(running -> client.resource(running).delete());
        return pod.isPresent();
    }

    private static boolean isAdmitted(GenericKubernetesResource workload) {
        List<Map<String, Object>> conditions = workload.get("status", "conditions");
        return conditions != null
                && conditions.stream()
                        .anyMatch(condition -> condition.get("type").equals("Admitted")
                                && condition.get("status").equals("True"));
    }

    /** Something that is so for a while. */
    @FunctionalInterface
    private interface State {
        void set(String name, boolean now);
    }

    private boolean during(Optional<String> name, State state) throws InterruptedException {
        if (name.isEmpty()) {
            return false;
        }
        if (!set(name.get(), true, state)) {
            return false;
        }
        pause();
        set(name.get(), false, state);
        return true;
    }

    /** Whether there was anything left to do it to. */
    private static boolean set(String name, boolean now, State state) {
        try {
            state.set(name, now);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private void patch(String apiVersion, String kind, String namespace, String name, String spec) {
        client.genericKubernetesResources(apiVersion, kind)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": " + spec + "}");
    }

    private <T> Optional<T> any(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private void pause() throws InterruptedException {
        Thread.sleep(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS));
    }

    /** How often each has happened. */
    public Map<Kind, Integer> counts() {
        return Map.copyOf(counts);
    }
}
