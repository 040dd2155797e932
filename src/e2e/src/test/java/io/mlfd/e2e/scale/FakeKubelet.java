package io.mlfd.e2e.scale;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageReport;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Has the pods of a namespace run for a while and end well, with the report that a stage leaves, and nothing in between. A stage whose
 * pod was deleted goes on where that had come to, as one does that has a checkpoint, and one that has ended already says so at once.
 */
public final class FakeKubelet implements AutoCloseable {
    static final String STAGE = "mlfd.io/stage";
    static final String ATTEMPT = "mlfd.io/attempt";
    static final String RUN = "mlfd.io/run";
    private static final int THREADS = 8;
    /** What a shell makes of the signal. */
    private static final int SIGTERM = 143;

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final String CONTENT_KEY = "c".repeat(32);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Duration stage;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    /** By pod, when it began to run; by stage, how long it has run in pods that are gone, and how often it has ended. */
    private final Map<String, Instant> running = new ConcurrentHashMap<>();

    private final Map<String, Duration> done = new ConcurrentHashMap<>();
    private final Map<String, Integer> ended = new ConcurrentHashMap<>();
    private final ExecutorService work = Executors.newFixedThreadPool(THREADS);
    private final Queue<KubernetesClientException> failures = new ConcurrentLinkedQueue<>();
    private final SharedIndexInformer<Pod> pods;

    /** @param stage how long a stage's container runs */
    public FakeKubelet(KubernetesClient client, InstantSource clock, String namespace, Duration stage) {
        this.client = client;
        this.clock = clock;
        this.stage = stage;
        this.pods = client.pods().inNamespace(namespace).runnableInformer(0);
        pods.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                seen(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                seen(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean finalStateUnknown) {
                begun.remove(pod.getMetadata().getUid());
                stopped(pod);
            }
        });
    }

    public void start() {
        pods.start();
    }

    private void seen(Pod pod) {
        if (pod.getSpec().getNodeName() == null) {
            return;
        }
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            stopped(pod);
            later(Duration.ZERO, () -> remove(pod));
            return;
        }
        boolean waits = "Pending".equals(pod.getStatus().getPhase());
        if (waits && begun.add(pod.getMetadata().getUid())) {
            String started = now();
            ContainerState state =
                    new ContainerStateBuilder().withNewRunning(started).build();
            later(Duration.ZERO, () -> {
                say(pod, "Running", state);
                running.put(pod.getMetadata().getUid(), clock.instant());
                // Not before it runs: who has ended cannot run any more.
                later(left(pod), () -> end(pod, started));
            });
        }
    }

    /** A pod that ran has an end before it goes: the Job controller keeps hold of it until then. */
    private void remove(Pod pod) {
        if ("Running".equals(pod.getStatus().getPhase())) {
            say(pod, "Failed", stopped(now()));
        }
        client.resource(pod).withGracePeriod(0).delete();
    }

    private static ContainerState stopped(String now) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(SIGTERM)
                .withReason("Error")
                .withFinishedAt(now)
                .endTerminated()
                .build();
    }

    private Duration left(Pod pod) {
        Duration left = stage.minus(done.getOrDefault(stageOf(pod), Duration.ZERO));
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private void stopped(Pod pod) {
        Instant since = running.remove(pod.getMetadata().getUid());
        if (since != null) {
            done.merge(stageOf(pod), Duration.between(since, clock.instant()), Duration::plus);
        }
    }

    private void end(Pod pod, String started) {
        // Who was deleted meanwhile is gone on with by another one.
        if (running.remove(pod.getMetadata().getUid()) != null) {
            done.put(stageOf(pod), stage);
            say(pod, "Succeeded", ended(pod, started));
            ended.merge(stageOf(pod), 1, Integer::sum);
        }
    }

    private static String stageOf(Pod pod) {
        return pod.getMetadata().getLabels().get(RUN) + " "
                + pod.getMetadata().getAnnotations().get(STAGE);
    }

    /** How often each stage has come to its end, by run and stage. */
    public Map<String, Integer> ended() {
        return Map.copyOf(ended);
    }

    private void later(Duration wait, Runnable what) {
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, work)
                .execute(() -> {
                    try {
                        what.run();
                    } catch (KubernetesClientException e) {
                        if (!isGone(e)) {
                            failures.add(e);
                        }
                    }
                });
    }

    /** A pod may be deleted at any time. */
    private static boolean isGone(KubernetesClientException refusal) {
        return refusal.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    private ContainerState ended(Pod pod, String started) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(0)
                .withReason("Completed")
                .withStartedAt(started)
                .withFinishedAt(now())
                .withMessage(new ContractJson().write(report(pod)))
                .endTerminated()
                .build();
    }

    private StageReport report(Pod pod) {
        return new StageReport(
                StageReport.VERSION,
                pod.getMetadata().getAnnotations().get(STAGE),
                Integer.parseInt(pod.getMetadata().getLabels().getOrDefault(ATTEMPT, "1")),
                0,
                Optional.of(CONTENT_KEY),
                ended.containsKey(stageOf(pod)),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                new StageReport.Seconds(Optional.of(0.1), stage.toMillis() / 1e3),
                "");
    }

    private void say(Pod pod, String phase, ContainerState state) {
        Pod told = new PodBuilder()
                .withNewStatus()
                .withPhase(phase)
                .withStartTime(pod.getMetadata().getCreationTimestamp())
                .addNewContainerStatus()
                .withName(pod.getSpec().getContainers().get(0).getName())
                .withImage(pod.getSpec().getContainers().get(0).getImage())
                .withImageID("fake")
                .withReady(phase.equals("Running"))
                .withRestartCount(0)
                .withState(state)
                .endContainerStatus()
                .endStatus()
                .build();
        String patch = client.getKubernetesSerialization().asJson(told);
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public void close() {
        pods.close();
        work.shutdown();
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " writes failed", failures.peek());
        }
    }
}
