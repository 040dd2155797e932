package io.mlfd.status;

import static io.mlfd.status.Statuses.RUNNING;
import static io.mlfd.status.Statuses.SUSPENDED;
import static io.mlfd.status.Statuses.T;
import static io.mlfd.status.Statuses.active;
import static io.mlfd.status.Statuses.allDone;
import static io.mlfd.status.Statuses.condition;
import static io.mlfd.status.Statuses.failed;
import static io.mlfd.status.Statuses.state;
import static io.mlfd.status.Statuses.stopping;
import static io.mlfd.status.Statuses.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.plan.Problem;
import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Attempts;
import io.mlfd.run.Hindrance;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.status.StatusWriter.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusWriterTest {
    @Test
    void phasesAndConditions() {
        check(RUNNING, Map.of(), "Pending", "Progressing", "Reconciling");
        check(RUNNING, Map.of("teacher/a", active(true, "")), "Running", "Progressing", "Reconciling");
        check(SUSPENDED, Map.of("teacher/a", stopping()), "Suspending", "Suspended", "Reconciling");
        check(SUSPENDED, Map.of(), "Suspended", "Suspended", "Finished");
        check(RUNNING, allDone(), "Complete", "Complete", "Ready", "Finished");
        check(RUNNING, Map.of("joint", failed()), "Failed", "Failed", "Stalled", "Finished");
    }

    private void check(RunPolicy policy, Map<String, StageState> stages, String phase, String... trueBesideAccepted) {
        MLFDRunStatus status = write(policy, state(stages), List.of(), T);
        assertThat(status.phase()).isEqualTo(phase);
        assertThat(status.conditions())
                .filteredOn(c -> c.status().equals("True"))
                .extracting(Condition::type)
                .contains(trueBesideAccepted)
                .contains("Accepted")
                .hasSize(trueBesideAccepted.length + 1);
        assertThat(status.observedGeneration()).isEqualTo(7);
        assertThat(status.conditions()).allMatch(c -> c.observedGeneration() == 7);
    }

    @Test
    void transitionTimeStaysUntilTheConditionTurns() {
        MLFDRunStatus first = write(RUNNING, state(Map.of()), List.of(), T);
        Instant later = T.plusSeconds(60);
        MLFDRunStatus second = write(RUNNING, state(allDone()), first.conditions(), later);
        assertThat(condition(second, "Accepted").lastTransitionTime()).isEqualTo(T.toString());
        assertThat(condition(second, "Complete").lastTransitionTime()).isEqualTo(later.toString());
        assertThat(condition(second, "Failed").lastTransitionTime()).isEqualTo(T.toString());
    }

    @Test
    void whatPodsWaitForIsTold() {
        MLFDRunStatus status =
                write(RUNNING, state(Map.of("teacher/a", active(false, "ImagePullBackOff: nope"))), List.of(), T);
        Condition progressing = condition(status, "Progressing");
        assertThat(progressing.reason()).isEqualTo("StagesPending");
        assertThat(progressing.message()).isEqualTo("teacher/a: ImagePullBackOff: nope");
    }

    @ParameterizedTest
    @CsvSource({
        "VOLUME, false, VolumeNotReady, it is in the way",
        "VOLUME, true, StagesRunning, 0 of 8 stages done; it is in the way",
        "REFUSAL, false, Refused, it is in the way",
        "REFUSAL, true, StagesRunning, 0 of 8 stages done; it is in the way",
        "OCCUPIED, false, StagesPending, it is in the way",
        "OCCUPIED, true, StagesRunning, 0 of 8 stages done; it is in the way"
    })
    void whatIsInTheWayIsTold(Hindrance.Kind kind, boolean otherRuns, String reason, String message) {
        RunState free = state(otherRuns ? Map.of("teacher/b", active(true, "")) : Map.of());
        RunState hindered = new RunState(
                free.stages(), free.clock(), Optional.empty(), Optional.of(new Hindrance(kind, "it is in the way")));
        Condition progressing = condition(write(RUNNING, hindered, List.of(), T), "Progressing");
        assertThat(progressing.reason()).isEqualTo(reason);
        assertThat(progressing.message()).isEqualTo(message);
    }

    @Test
    void whatIsQueuedIsTold() {
        StageState queued = new StageState.Queued(Attempts.FIRST, T, "600m more needed");
        Condition alone = condition(write(RUNNING, state(Map.of("teacher/a", queued)), List.of(), T), "Progressing");
        assertThat(alone.reason()).isEqualTo("StagesQueued");
        assertThat(alone.message()).isEqualTo("teacher/a is queued: 600m more needed");
        Map<String, StageState> both = Map.of("teacher/a", queued, "teacher/b", active(false, ""));
        assertThat(condition(write(RUNNING, state(both), List.of(), T), "Progressing"))
                .satisfies(mixed -> assertThat(mixed.reason()).isEqualTo("StagesPending"));
    }

    @Test
    void aRunThatOnlyWaitsToTryAgainSaysWhy() {
        StageState backingOff = new BackingOff(new Attempts(2, 1, 0), T.plusSeconds(9), "exit code 1");
        Condition progressing =
                condition(write(RUNNING, state(Map.of("teacher/a", backingOff)), List.of(), T), "Progressing");
        assertThat(progressing.reason()).isEqualTo("BackingOff");
        assertThat(progressing.message()).isEqualTo("teacher/a: exit code 1");
    }

    @Test
    void refusedSpecNamesEveryProblem() {
        MLFDRunStatus status = StatusWriter.refused(
                Refused.INVALID_SPEC,
                3,
                List.of(new Problem("spec.a", "is bad"), new Problem("spec.b", "too")),
                List.of(),
                T);
        assertThat(condition(status, "Accepted").status()).isEqualTo("False");
        assertThat(condition(status, "Accepted").message()).isEqualTo("spec.a: is bad; spec.b: too");
        assertThat(condition(status, "Stalled").status()).isEqualTo("True");
    }
}
