package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.api.MLFDRun;
import io.mlfd.e2e.scale.FakeKubelet;
import io.mlfd.e2e.scale.FakeNodes;
import io.mlfd.e2e.scale.JobsAlone;
import io.mlfd.e2e.scale.Runs;
import io.mlfd.e2e.scale.Traffic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Many runs at once on nodes that are none, and the same Jobs without an operator in the same minutes: what the operator writes is
 * held to its bounds whatever the machine does, what it takes is printed. {@code src/bench/operator-scale} has the large form.
 */
@WholeCluster
class ScaleIT {
    private static final int RUNS = Integer.getInteger("mlfd.e2e.scale.runs", 20);
    private static final int ENDED = Integer.getInteger("mlfd.e2e.scale.ended", 0);
    private static final int RUNS_PER_NODE = 100;
    private static final int STAGES = 6;
    private static final int MOST_WRITES = 30;
    private static final int MOST_EVENTS = 10;
    private static final Duration STAGE = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(RUNS > 100 ? 60 : 20);
    private static final Duration LIMIT = Duration.ofMinutes(2).plusSeconds(2L * RUNS);

    private final Figures figures = new Figures();

    @Test
    void itWritesNoMoreThanItMustAndKeepsUpWithTheJobController() throws Exception {
        figures.add("runs at once, of " + STAGES + " stages", Integer.toString(RUNS));
        try {
            play();
        } finally {
            figures.write("scale");
        }
    }

    private void play() throws Exception {
        Scenario.play(scenario -> {
            KubernetesClient client = scenario.client();
            Runs runs = new Runs(client, scenario.namespace());
            runs.claim();
            try (FakeNodes nodes = new FakeNodes(client, Clock.systemUTC(), 1 + RUNS / RUNS_PER_NODE);
                    FakeKubelet kubelet = new FakeKubelet(client, Clock.systemUTC(), scenario.namespace(), STAGE)) {
                nodes.start();
                kubelet.start();
                double withOperator = runs(scenario, runs);
                List<Job> jobs = new ClusterRun(client, scenario.namespace(), "r0").jobs();
                double alone = alone(scenario, jobs);
                figures.add("with the operator / without", String.format(Locale.ROOT, "%.2f", withOperator / alone));
                if (ENDED > 0) {
                    restart(client, runs, new ClusterRun(client, scenario.namespace(), "r0").get());
                }
            } finally {
                runs.removeVolume();
            }
        });
    }

    /** Gives stages a second. */
    private double runs(Scenario scenario, Runs runs) throws InterruptedException {
        try (Traffic traffic =
                new Traffic(scenario.client(), scenario.namespace(), ClusterRun.LABEL, System::nanoTime, job -> {})) {
            long began = System.nanoTime();
            runs.create(RUNS);
            await("all runs complete", () -> traffic.completeRuns() == RUNS);
            double rate = rate("with the operator", RUNS * STAGES, traffic.lastEnd() - began);
            quiet(traffic);

            Traffic.Writes writes = traffic.writes();
            perRun("writes of a run: all", writes.all());
            perRun("writes of a run: its status", writes.runs());
            perRun("writes of a run: its Jobs", writes.jobs());
            perRun("writes of a run: events", writes.events());
            waits(traffic.waits());
            assertThat(writes.jobs()).as("no stage twice").isEqualTo((long) RUNS * STAGES);
            assertThat(writes.all()).isLessThanOrEqualTo((long) MOST_WRITES * RUNS);
            assertThat(writes.events()).isLessThanOrEqualTo((long) MOST_EVENTS * RUNS);
            return rate;
        }
    }

    /** What is over is not written about. */
    private void quiet(Traffic traffic) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(2).toMillis());
        long before = traffic.writes().all();
        Thread.sleep(IDLE.toMillis());
        long written = traffic.writes().all() - before;
        figures.add("writes in " + IDLE.toSeconds() + " s in which nothing happens", Long.toString(written));
        assertThat(written).isZero();
    }

    private double alone(Scenario scenario, List<Job> ofARun) throws InterruptedException {
        try (JobsAlone jobs = new JobsAlone(scenario.client(), scenario.namespace(), ofARun);
                Traffic traffic = new Traffic(
                        scenario.client(), scenario.namespace(), JobsAlone.CHAIN, System::nanoTime, jobs::ended)) {
            assertThat(jobs.length()).isEqualTo(STAGES);
            long began = System.nanoTime();
            jobs.start(RUNS);
            await("all Jobs complete", () -> traffic.endedJobs() == RUNS * STAGES);
            return rate("the same Jobs without it", RUNS * STAGES, traffic.lastEnd() - began);
        }
    }

    /** How soon an operator is ready among runs that have ended, and what it needs for them. */
    private void restart(KubernetesClient client, Runs runs, MLFDRun ended) throws InterruptedException {
        OperatorPods operator = new OperatorPods(client);
        operator.scale(0);
        runs.createEnded(ENDED, ended);
        long began = System.nanoTime();
        operator.scale(2);
        figures.add(
                "ready among " + ENDED + " ended runs after",
                Figures.text(Duration.ofNanos(System.nanoTime() - began)));
        figures.add("heap of both operators then", operator.heap());
    }

    private void perRun(String what, long count) {
        figures.add(what, String.format(Locale.ROOT, "%.1f", (double) count / RUNS));
    }

    private double rate(String what, int stages, long nanos) {
        double rate = stages / (nanos / 1e9);
        figures.add(what, String.format(Locale.ROOT, "%.1f stages a second", rate));
        return rate;
    }

    private void waits(List<Duration> sorted) {
        assertThat(sorted).isNotEmpty();
        for (int percent : List.of(50, 99)) {
            Duration wait = sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
            figures.add("stage's end to next Job, " + percent + " %", wait.toMillis() + " ms");
        }
    }

    private static void await(String what, BooleanSupplier reached) throws InterruptedException {
        long began = System.nanoTime();
        while (!reached.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(what).isLessThan(LIMIT);
            Thread.sleep(100);
        }
    }
}
