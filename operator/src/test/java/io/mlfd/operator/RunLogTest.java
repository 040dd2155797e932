package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.operator.act.ClusterWrites;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator's log says about a run, line by line. */
@EnableKubernetesMockClient(crud = true)
class RunLogTest {
    KubernetesClient client;

    private final List<String> lines = new ArrayList<>();
    private final List<Map<String, String>> fields = new ArrayList<>();
    private final Logger logger = Logger.getLogger(RunLog.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            assertThat(line.getLevel().intValue()).isEqualTo(Level.INFO.intValue());
            lines.add(line.getMessage());
            fields.add(ExtLogRecord.wrap(line).getMdcCopy());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
    }

    private Simulation simulate(String more) {
        return new Simulation(client, Runs.run("r", Runs.SPEC + more), new RunLog());
    }

    private List<String> told() {
        List<String> told = List.copyOf(lines);
        lines.clear();
        fields.clear();
        return told;
    }

    @Test
    void aRunsStoryIsToldFromItsStartToItsEnd() {
        Simulation run = simulate("parallelism: 1\n");
        run.settle();
        assertThat(told()).containsExactly("test/r: RunStarted: 6 stages", "test/r teacher/a attempt 1: StageStarted");
        run.cluster.run(run.job("teacher/a"));
        run.settle();
        assertThat(told()).containsExactly("test/r teacher/a attempt 1: StageRunning");
        run.complete();
        assertThat(told())
                .startsWith("test/r teacher/a attempt 1: StageDone", "test/r teacher/b attempt 1: StageStarted")
                .contains("test/r report attempt 1: StageDone")
                .endsWith("test/r: RunComplete: 6 of 6 stages done");
    }

    @Test
    void nothingIsToldWhereNothingChanged() {
        Simulation run = simulate("");
        run.settle();
        run.cluster.run(run.job("teacher/a"));
        run.settle();
        told();
        run.step();
        run.step();
        assertThat(lines).isEmpty();
        run.complete();
        told();
        run.step();
        assertThat(lines).isEmpty();
    }

    @Test
    void whatALineIsAboutIsInItsContext() {
        Simulation run = simulate("");
        run.step();
        assertThat(fields.get(1))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "namespace",
                        "test",
                        "run",
                        "r",
                        "stage",
                        "teacher/a",
                        "attempt",
                        "1",
                        "reason",
                        "StageStarted"));
        assertThat(fields.get(0)).doesNotContainKeys("stage", "attempt").containsEntry("reason", "RunStarted");
        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void failuresAndWhatBecomesOfThemAreTold() {
        Simulation run = simulate("retries: {failures: 1}\nparallelism: 1\n");
        run.settle();
        told();
        run.cluster.fail(run.job("teacher/a"), 1, "Error");
        run.settle();
        assertThat(told())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches(
                                        "test/r teacher/a attempt 1: StageRetried: tried again at 20.*Z: .*exit code 1.*"),
                        line -> assertThat(line).isEqualTo("test/r teacher/b attempt 1: StageStarted"));
        run.cluster.succeed(run.job("teacher/b"));
        run.clock.pass(Duration.ofMinutes(1));
        run.settle();
        assertThat(told())
                .containsExactly("test/r teacher/a attempt 2: StageStarted", "test/r teacher/b attempt 1: StageDone");
        run.cluster.fail(run.job("teacher/a"), 1, "Error");
        run.settle();
        assertThat(told())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("test/r teacher/a attempt 2: StageFailed: failed 2 times"),
                        line -> assertThat(line).isEqualTo("test/r: RunFailed: 1 of 6 stages done"));
    }

    @Test
    void disruptionsAndSuspensionsAreTold() {
        Simulation run = simulate("parallelism: 1\n");
        run.settle();
        client.resource(run.job("teacher/a")).delete();
        client.pods().inNamespace(Runs.NAMESPACE).delete();
        told();
        run.settle();
        assertThat(told())
                .containsExactly(
                        "test/r teacher/a attempt 1: StageDisrupted: goes on as attempt 2: Deleted: its process was taken away",
                        "test/r teacher/a attempt 2: StageStarted");
        run.edit(Runs.SPEC + "parallelism: 1\nsuspend: true\n");
        run.settle();
        assertThat(told())
                .startsWith("test/r: RunSuspended", "test/r teacher/a attempt 2: StageStopping: the run is suspended");
    }

    @Test
    void whatIsNotCarriedOutIsToldOnce() {
        Simulation run = simulate("timeouts: {run: 0s}\n");
        run.settle();
        run.step();
        assertThat(told()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("test/r: InvalidSpec: spec.timeouts.run: "));
    }

    /** Whoever installed the operator left a verb out of its role. */
    @Test
    void aStopThatMayNotBeIsInTheConditionAndToldOnce() {
        Simulation run = simulate("parallelism: 1\n");
        run.settle();
        run.edit(Runs.SPEC + "parallelism: 1\nsuspend: true\n");
        ClusterWrites without = new WithoutDelete(run.writes);
        told();
        assertThat(run.driver(without)
                        .drive(run.read(), run.caches(), run.clock.instant())
                        .again())
                .contains(Duration.ZERO);
        run.driver(without).drive(run.read(), run.caches(), run.clock.instant());
        String refused = "teacher/a: to stop it, deleting Job \"r-teacher-a-1\" was refused: jobs.batch is forbidden";
        assertThat(run.condition("Suspended").message()).isEqualTo("spec.suspend is true; " + refused);
        assertThat(run.condition("Progressing").message()).contains(refused);
        assertThat(told()).endsWith("test/r: Refused: " + refused);
        int before = run.writes.count();
        run.driver(without).drive(run.read(), run.caches(), run.clock.instant());
        assertThat(run.writes.count()).as("said once").isEqualTo(before);
        assertThat(lines).isEmpty();

        run.settle();
        assertThat(run.condition("Suspended").message()).isEqualTo("spec.suspend is true");
    }

    private static final class WithoutDelete extends ForwardingWrites {
        WithoutDelete(ClusterWrites inner) {
            super(inner);
        }

        @Override
        public void delete(Job job) {
            throw new KubernetesClientException(new StatusBuilder()
                    .withCode(403)
                    .withMessage("jobs.batch is forbidden")
                    .build());
        }

        @Override
        public void delete(Pod pod) {
            throw new KubernetesClientException(new StatusBuilder()
                    .withCode(403)
                    .withMessage("jobs.batch is forbidden")
                    .build());
        }
    }
}
