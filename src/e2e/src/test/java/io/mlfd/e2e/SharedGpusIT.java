package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.e2e.queues.Disturbances;
import io.mlfd.e2e.queues.GpuLedger;
import io.mlfd.e2e.scale.FakeKubelet;
import io.mlfd.e2e.scale.FakeNodes;
import io.mlfd.e2e.scale.Runs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Two groups share two GPUs by the queues of {@code manifests/queues}, six runs of three priorities, while runs are suspended,
 * workloads evicted, queues drained and pods deleted at random. The node is none and its pods only wait, so what is tried is who
 * may run when, and that no run is lost. {@code src/bench/shared-gpus} has the long form.
 */
class SharedGpusIT {
    private static final Path QUEUES = Path.of("../../manifests/queues/groups.yaml");
    private static final List<String> PRIORITIES =
            List.of("research-when-idle", "research-normal", "research-deadline");
    private static final int GPUS = 2;
    private static final int STAGES = 6;
    private static final int STAGES_WITH_GPU = 5;
    private static final int RUNS = 2 * PRIORITIES.size();
    private static final Duration DISTURBED = Duration.ofSeconds(Integer.getInteger("mlfd.e2e.queues.seconds", 20));
    private static final long SEED = Long.getLong("mlfd.e2e.queues.seed", 1);
    /** Of the time that the GPUs need for all stages, three quarters are disturbed. */
    private static final Duration STAGE = DISTURBED.multipliedBy(4L * GPUS).dividedBy(3L * RUNS * STAGES_WITH_GPU);

    private static final Duration LIMIT = Duration.ofMinutes(4).plus(DISTURBED.multipliedBy(2));

    private final Figures figures = new Figures();

    @Test
    @WholeCluster
    void twoGroupsShareTwoGpusAndEveryRunCompletes() throws Exception {
        play("shared-gpus");
    }

    @Test
    @WholeCluster
    void asWellWhereKueueHoldsEveryJob() throws Exception {
        Optional<AutoCloseable> holding = Kueue.holdingEveryJob();
        assumeThat(holding).as("-Dmlfd.e2e.kueue starts Kueue anew").isPresent();
        try {
            play("shared-gpus-all-jobs");
        } finally {
            holding.get().close();
        }
    }

    private void play(String name) throws Exception {
        Scenario.play(vision -> {
            assumeThat(Kueue.installed(vision.client())).as("Kueue is there").isTrue();
            Scenario.play(medical -> {
                List<Scenario> groups = List.of(vision, medical);
                String queues = queues(vision, medical);
                try {
                    apply(queues, "apply");
                    onNodesThatAreNone(groups);
                } finally {
                    figures.write(name);
                    apply(queues, "delete", "--ignore-not-found", "--wait=false");
                }
            });
        });
    }

    private static String queues(Scenario vision, Scenario medical) throws Exception {
        return Files.readString(QUEUES)
                .replaceAll("\\bvision\\b", vision.namespace())
                .replaceAll("\\bmedical\\b", medical.namespace());
    }

    private static void apply(String yaml, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--filename", "-"));
        byte[] text = yaml.getBytes(StandardCharsets.UTF_8);
        // The file names namespaces itself, which kubectl takes for another's than the one it is called for.
        Kubectl.Output output = new Kubectl("").tryRun(in -> in.write(text), arguments.toArray(String[]::new));
        assertThat(output.exit()).as(output.text()).isZero();
    }

    private void onNodesThatAreNone(List<Scenario> groups) throws Exception {
        KubernetesClient client = groups.get(0).client();
        List<String> namespaces = groups.stream().map(Scenario::namespace).toList();
        try (FakeNodes nodes = new FakeNodes(
                        client,
                        Clock.systemUTC(),
                        1,
                        Map.of("research/pool", "gpu"),
                        Map.of("nvidia.com/gpu", new Quantity(Integer.toString(GPUS))));
                FakeKubelet vision = new FakeKubelet(client, Clock.systemUTC(), namespaces.get(0), STAGE);
                FakeKubelet medical = new FakeKubelet(client, Clock.systemUTC(), namespaces.get(1), STAGE);
                GpuLedger ledger = new GpuLedger(client, Set.copyOf(namespaces), System::nanoTime)) {
            nodes.start();
            vision.start();
            medical.start();
            long began = System.nanoTime();
            List<ClusterRun> runs = new ArrayList<>(create(groups.get(0)));
            borrowed(ledger);
            runs.addAll(create(groups.get(1)));
            disturb(client, namespaces);
            List<MLFDRunStatus> ends = new ArrayList<>();
            for (ClusterRun run : runs) {
                ends.add(run.await("Complete", LIMIT, status -> ClusterRun.is(status, "Complete")));
            }
            tell(ledger, Duration.ofNanos(System.nanoTime() - began), ends);

            assertThat(ledger.most()).as("GPUs held at once").isEqualTo(GPUS);
            int again = 0;
            for (FakeKubelet kubelet : List.of(vision, medical)) {
                assertThat(kubelet.ended()).hasSize(PRIORITIES.size() * STAGES);
                again += kubelet.ended().values().stream()
                        .mapToInt(times -> times - 1)
                        .sum();
            }
            // Who is taken away in the moment of its end is asked again, and finds its work done.
            figures.add("stages asked again that were done", Integer.toString(again));
            assertThat(ends).flatExtracting(MLFDRunStatus::stages).allSatisfy(stage -> assertThat(stage.failures())
                    .as(stage.name())
                    .isZero());
            for (String namespace : namespaces) {
                assertThat(new OperatorPods(client).stageSeconds(namespace, "queued"))
                        .as("seconds that stages of %s have waited in queues", namespace)
                        .isPositive();
            }
        } finally {
            namespaces.forEach(namespace -> new Runs(client, namespace).removeVolume());
        }
    }

    private static List<ClusterRun> create(Scenario group) {
        Runs all = new Runs(group.client(), group.namespace());
        all.claim();
        return PRIORITIES.stream()
                .map(priority -> {
                    all.createWithGpu(priority, Map.of("name", "gpus", "priorityClass", priority));
                    return group.run(priority);
                })
                .toList();
    }

    /** Whoever is alone takes what the other has no use for. */
    private static void borrowed(GpuLedger ledger) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (ledger.mostOfOne() < GPUS) {
            assertThat(System.nanoTime()).as("one group borrows").isLessThan(until);
            Thread.sleep(100);
        }
    }

    private void disturb(KubernetesClient client, List<String> namespaces) throws InterruptedException {
        Disturbances disturbances = new Disturbances(client, namespaces, new Random(SEED));
        long until = System.nanoTime() + DISTURBED.toNanos();
        while (System.nanoTime() < until) {
            disturbances.next();
        }
        figures.add("disturbed for, seed", Figures.text(DISTURBED) + ", " + SEED);
        disturbances
                .counts()
                .forEach((kind, count) ->
                        figures.add(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), Integer.toString(count)));
    }

    private void tell(GpuLedger ledger, Duration took, List<MLFDRunStatus> ends) {
        figures.add("all " + RUNS + " runs complete after", Figures.text(took));
        figures.add(
                "of the GPUs' time held",
                String.format(Locale.ROOT, "%.0f %%", 100.0 * ledger.held().toMillis() / took.toMillis() / GPUS));
        figures.add(
                "attempts lost or sent back to a queue",
                Integer.toString(ends.stream()
                        .flatMap(status -> status.stages().stream())
                        .mapToInt(StageStatus::disruptions)
                        .sum()));
    }
}
