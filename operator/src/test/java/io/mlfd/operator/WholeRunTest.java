package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.StageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole runs on a server without controllers, whose part a fake plays. */
@EnableKubernetesMockClient(crud = true)
class WholeRunTest {
    KubernetesClient client;

    private Simulation simulate(String more) {
        return new Simulation(client, Runs.run("r", Runs.SPEC + more));
    }

    @Test
    void trainsEveryStageOnceAndCompletes() {
        Simulation run = simulate("");

        run.step();
        assertThat(run.jobNames()).containsExactly("r-teacher-a-1", "r-teacher-b-1");
        assertThat(run.claims()).hasSize(1);
        run.complete();

        assertThat(run.jobNames())
                .containsExactly(
                        "r-distill-a-1", "r-distill-b-1", "r-joint-1", "r-report-1", "r-teacher-a-1", "r-teacher-b-1");
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.status().stages()).extracting(StageStatus::state).containsOnly("Done");
        assertThat(run.status().meanGain()).isEqualTo("+10.0");
        assertThat(run.status().current()).isNullOrEmpty();
        assertThat(run.condition("Complete").status()).isEqualTo("True");
        assertThat(run.writes.count("create job")).isEqualTo(6);
        assertThat(run.writes.count("patch status")).isEqualTo(6);
    }

    @Test
    void theSpecIsFixedBeforeAnythingIsMadeForIt() {
        Simulation run = simulate("");
        run.step();
        assertThat(run.writes.log().get(0)).startsWith("patch status");
        assertThat(run.writes.log())
                .filteredOn(call -> call.startsWith("create job"))
                .hasSize(2);
    }

    @Test
    void writesNothingWhileNothingHappensAndNothingMoreAfterTheEnd() {
        Simulation run = simulate("");
        run.settle();
        int afterStart = run.writes.count();
        run.step();
        run.clock.pass(Duration.ofMinutes(10));
        run.step();
        assertThat(run.writes.count()).isEqualTo(afterStart);

        run.complete();
        int afterEnd = run.writes.count();
        RunDriver.Outcome outcome = run.step();
        assertThat(run.writes.count()).isEqualTo(afterEnd);
        assertThat(outcome.again().orElseThrow())
                .as("then its Jobs have been kept for long enough")
                .isGreaterThan(Duration.ofHours(23));
    }

    @Test
    void suspendingStopsActiveStagesAndKeepsFinishedOnes() {
        Simulation run = simulate("");
        run.settle();
        run.cluster.succeed(run.job("teacher/a"));
        run.settle();
        run.suspend(true);
        run.settle();

        assertThat(run.writes.log()).contains("delete job r-teacher-b-1");
        assertThat(run.status().phase()).isEqualTo("Suspended");
        assertThat(run.condition("Suspended").status()).isEqualTo("True");
        assertThat(run.stage("teacher/a").state()).isEqualTo("Done");
        run.suspend(false);
        run.complete();
        assertThat(run.jobNames()).contains("r-teacher-a-1", "r-teacher-b-2").doesNotContain("r-teacher-a-2");
        assertThat(run.stage("teacher/b").failures() + run.stage("teacher/b").disruptions())
                .isZero();
        assertThat(run.status().phase()).isEqualTo("Complete");
    }

    @Test
    void aRunThatSleptPastItsTimeLimitGoesOn() {
        Simulation run = simulate("timeouts: {run: 1h}");
        run.settle();
        run.clock.pass(Duration.ofMinutes(50));
        run.edit(Runs.SPEC + "timeouts: {run: 1h}\nsuspend: true");
        run.settle();
        assertThat(run.status().activeSince()).isNull();
        assertThat(run.status().activeSeconds()).isEqualTo(3000);
        int writes = run.writes.count();
        run.clock.pass(Duration.ofDays(7));
        run.settle();
        assertThat(run.writes.count()).as("asleep").isEqualTo(writes);

        run.edit(Runs.SPEC + "timeouts: {run: 1h}");
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.status().activeSince()).isNull();
        assertThat(run.status().activeSeconds()).isBetween(3000L, 3060L);
    }

    @Test
    void aRunMadeSuspendedStartsNothingAndTakesAnotherSpec() {
        Simulation run = simulate("suspend: true");
        run.settle();
        assertThat(run.jobNames()).isEmpty();
        assertThat(run.status().startTime()).isNull();
        MLFDRun changed = run.run();
        changed.setSpec(
                Runs.run("r", Runs.SPEC.replace("epochs: 1", "epochs: 2")).getSpec());
        client.resource(changed).update();
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
    }

    @Test
    void aClaimForOnePodCarriesOneStageAtATime() {
        Simulation run = simulate("storage: {size: 1Gi, accessModes: [ReadWriteOncePod]}");
        List<Integer> atOnce = new ArrayList<>();
        run.play(job -> {
            atOnce.add(run.cluster.unfinished().size());
            run.cluster.succeed(job);
        });
        assertThat(atOnce).containsOnly(1).hasSize(6);
    }

    @Test
    void aProblemThatComesAfterTheStartKeepsWhatIsKnown() {
        Simulation run = simulate("");
        run.settle();
        run.cluster.succeed(run.job("teacher/a"));
        run.settle();
        run.edit(Runs.SPEC + "timeouts: {stage: 0s}");
        run.settle();
        assertThat(run.condition("Accepted").status()).isEqualTo("False");
        assertThat(run.condition("Accepted").message()).startsWith("spec.timeouts.stage: ");
        assertThat(run.stage("teacher/a").state()).isEqualTo("Done");

        run.edit(Runs.SPEC);
        run.complete();
        assertThat(run.condition("Accepted").status()).isEqualTo("True");
        assertThat(run.jobNames()).doesNotContain("r-teacher-a-2");
    }

    @Test
    void aProblemThatComesAfterTheEndChangesNothingAboutTheEnd() {
        Simulation run = simulate("");
        run.complete();
        run.edit(Runs.SPEC + "timeouts: {stage: 0s}");
        run.settle();
        assertThat(run.condition("Accepted").status()).isEqualTo("False");
        assertThat(run.condition("Complete").status()).isEqualTo("True");
        assertThat(run.condition("Ready").status()).isEqualTo("True");
        assertThat(run.condition("Stalled").status()).isEqualTo("False");
        assertThat(run.status().phase()).isEqualTo("Complete");
    }
}
