package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus.StageStatus;
import io.mlfd.operator.build.Labels;
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
    void aStageWaitsForThePodsOfAnEarlierRunOfThisName() {
        Pod left = new PodBuilder()
                .withNewMetadata()
                .withName("left")
                .withNamespace(Runs.NAMESPACE)
                .addToLabels(Labels.RUN, "r")
                .addToAnnotations(Labels.STAGE, "teacher/a")
                .addNewOwnerReference()
                .withUid("an-earlier-job")
                .withKind("Job")
                .withName("r-teacher-a-1")
                .withApiVersion("batch/v1")
                .endOwnerReference()
                .endMetadata()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
        client.resource(left).create();
        Simulation run = simulate("");
        run.settle();
        assertThat(run.jobNames()).containsExactly("r-teacher-b-1");
        assertThat(run.condition("Progressing").message()).contains("teacher/a waits", "earlier run");

        client.resource(left).delete();
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
    }

    @Test
    void aVerdictIsNotGuessedWhileThePodIsMissingFromTheCache() {
        Simulation run = simulate("");
        run.settle();
        run.cluster.fail(run.job("teacher/a"), 21, "Error");
        CachedObjects truth = run.caches();
        run.step(new CachedObjects(truth.jobs(), List.of(), truth.claims()));
        assertThat(run.stage("teacher/a").state()).isEqualTo("Failed");
        assertThat(run.stage("teacher/a").disruptions()).isZero();
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
        assertThat(outcome.again()).isEmpty();
    }

    @Test
    void aFailureIsTriedAgainAfterABackoffThatDoubles() {
        Simulation run = simulate("retries: {failures: 2, backoff: {initial: 10s, max: 5m}}");
        run.settle();
        run.cluster.fail(run.job("teacher/a"), 1, "Error");
        RunDriver.Outcome outcome = run.step();

        assertThat(run.stage("teacher/a").state()).isEqualTo("BackingOff");
        assertThat(run.stage("teacher/a").message()).isEqualTo("exit code 1: it crashed");
        assertThat(outcome.again()).contains(Duration.ofSeconds(10));
        run.clock.pass(Duration.ofSeconds(9));
        run.settle();
        assertThat(run.jobNames()).doesNotContain("r-teacher-a-2");
        run.clock.pass(Duration.ofSeconds(1));
        run.settle();
        assertThat(run.jobNames()).contains("r-teacher-a-2");

        run.cluster.fail(run.job("teacher/a"), 1, "Error");
        run.settle();
        run.clock.pass(Duration.ofSeconds(19));
        run.settle();
        assertThat(run.jobNames()).doesNotContain("r-teacher-a-3");
        run.clock.pass(Duration.ofSeconds(1));
        run.settle();
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.stage("teacher/a").failures()).isEqualTo(2);
    }

    @Test
    void usedUpRetriesEndTheRunWhenNothingIsActiveAnyMore() {
        Simulation run = simulate("retries: {failures: 0}");
        run.settle();
        run.cluster.fail(run.job("teacher/a"), 137, "OOMKilled");
        run.settle();
        assertThat(run.status().phase()).isEqualTo("Running");
        run.cluster.succeed(run.job("teacher/b"));
        run.settle();

        assertThat(run.status().phase()).isEqualTo("Failed");
        assertThat(run.condition("Failed").message())
                .contains("teacher/a")
                .contains("OOMKilled")
                .contains("spec.pod.resources.limits.memory");
        assertThat(run.condition("Stalled").status()).isEqualTo("True");
        assertThat(run.jobNames()).hasSize(2);
    }

    @Test
    void anExitCodeThatNoRetryCanChangeFailsAtOnce() {
        Simulation run = simulate("");
        run.settle();
        run.cluster.fail(run.job("teacher/a"), 21, "Error");
        run.settle();

        assertThat(run.stage("teacher/a").state()).isEqualTo("Failed");
        assertThat(run.stage("teacher/a").message()).isEqualTo("said the stage");
    }

    @Test
    void aDeletedPodUsesTheOtherBudgetAndWaitsForNothing() {
        Simulation run = simulate("retries: {failures: 0, disruptions: 1}");
        run.settle();
        run.cluster.run(run.job("teacher/a"));
        run.settle();
        assertThat(run.stage("teacher/a").state()).isEqualTo("Running");
        run.cluster.losePod(run.job("teacher/a"));
        run.settle();

        assertThat(run.jobNames()).contains("r-teacher-a-2");
        assertThat(run.stage("teacher/a").disruptions()).isEqualTo(1);
        run.cluster.losePod(run.job("teacher/a"));
        run.settle();
        assertThat(run.stage("teacher/a").state()).isEqualTo("Failed");
        assertThat(run.stage("teacher/a").message()).contains("spec.retries.disruptions allows 1");
    }

    @Test
    void suspendingStopsActiveStagesAndKeepsFinishedOnes() {
        Simulation run = simulate("");
        run.settle();
        run.cluster.succeed(run.job("teacher/a"));
        run.settle();
        suspend(run, true);
        run.settle();

        assertThat(run.writes.log()).contains("delete job r-teacher-b-1");
        assertThat(run.status().phase()).isEqualTo("Suspended");
        assertThat(run.condition("Suspended").status()).isEqualTo("True");
        assertThat(run.stage("teacher/a").state()).isEqualTo("Done");
        suspend(run, false);
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
        edit(run, Runs.SPEC + "timeouts: {run: 1h}\nsuspend: true");
        run.settle();
        assertThat(run.status().activeSince()).isNull();
        assertThat(run.status().activeSeconds()).isEqualTo(3000);
        int writes = run.writes.count();
        run.clock.pass(Duration.ofDays(7));
        run.settle();
        assertThat(run.writes.count()).as("asleep").isEqualTo(writes);

        edit(run, Runs.SPEC + "timeouts: {run: 1h}");
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
    void anImageThatCannotBePulledIsNamedAndGivenUp() {
        Simulation run = simulate("timeouts: {pending: 10m}");
        run.settle();
        run.cluster.waiting(run.job("teacher/a"), "ErrImagePull", "rpc error: not found");
        run.cluster.succeed(run.job("teacher/b"));
        run.settle();
        assertThat(run.stage("teacher/a").message())
                .contains("ImagePullBackOff")
                .contains(Runs.IMAGE);
        int writes = run.writes.count();
        run.cluster.waiting(run.job("teacher/a"), "ImagePullBackOff", "Back-off pulling image");
        run.settle();
        assertThat(run.writes.count()).as("the reasons alternate for ever").isEqualTo(writes);

        run.clock.pass(Duration.ofMinutes(11));
        run.settle();
        assertThat(run.stage("teacher/a").state()).isEqualTo("TimingOut");
        client.pods().inNamespace(Runs.NAMESPACE).delete();
        run.settle();
        assertThat(run.stage("teacher/a").state()).isEqualTo("Failed");
        assertThat(run.stage("teacher/a").message())
                .contains("spec.timeouts.pending")
                .contains(Runs.IMAGE);
        assertThat(run.status().phase()).isEqualTo("Failed");
    }

    @Test
    void aMissingClaimIsNamedAndTheRunGoesOnOnceItIsThere() {
        Simulation run = simulate("storage: {claimName: mine}");
        RunDriver.Outcome outcome = run.step();
        run.settle();
        assertThat(run.jobNames()).isEmpty();
        assertThat(run.condition("Progressing").message())
                .isEqualTo("spec.storage.claimName: claim \"mine\" does not exist in namespace \"test\";"
                        + " create it or name another");
        assertThat(outcome.again()).contains(Duration.ofSeconds(15));

        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("mine")
                        .withNamespace(Runs.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteMany")
                        .endSpec()
                        .build())
                .create();
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.status().volume()).isEqualTo("mine");
        assertThat(run.claims()).hasSize(1);
    }

    @Test
    void filesWithoutAClaimAreRefusedWithTheirFields() {
        Simulation run = new Simulation(
                client,
                Runs.run(
                        "r",
                        Runs.SPEC.replace(
                                "source: {generated: {kind: shapes}, trainPerClass: 4, testPerClass: 2}",
                                "source: {imageFolder: {path: a}}")));
        run.settle();
        assertThat(run.status().phase()).isEqualTo("Invalid");
        assertThat(run.condition("Accepted").status()).isEqualTo("False");
        assertThat(run.condition("Accepted").message()).startsWith("spec.datasets[0].source.claimName: ");
        assertThat(run.claims()).isEmpty();
    }

    @Test
    void aStaleCacheNeverStartsAStageTwice() {
        Simulation run = simulate("");
        run.step();
        CachedObjects nothing = new CachedObjects(List.of(), List.of(), List.of());
        int before = run.writes.count();
        run.step(nothing);
        run.step(nothing);

        assertThat(run.writes.count()).isEqualTo(before);
        assertThat(run.stage("teacher/a").attempt()).isEqualTo(1);
    }

    @Test
    void aJobThatIsReallyGoneIsADisruptionOnceItsPodIsGoneToo() {
        Simulation run = simulate("");
        run.settle();
        Job job = run.job("teacher/a");
        run.cluster.run(job);
        run.settle();
        client.resource(job).delete();
        run.settle();
        assertThat(run.jobNames()).as("its pod still writes").doesNotContain("r-teacher-a-2");
        client.pods().inNamespace(Runs.NAMESPACE).delete();
        run.settle();
        assertThat(run.jobNames()).contains("r-teacher-a-2");
        assertThat(run.stage("teacher/a").disruptions()).isEqualTo(1);
    }

    @Test
    void twoOperatorsThatReadTheSameRunMakeOneSetOfJobs() {
        Simulation run = simulate("");
        MLFDRun seen = run.run();
        CachedObjects nothing = new CachedObjects(List.of(), List.of(), List.of());
        RunDriver.Outcome first = run.driver().drive(seen, nothing, run.clock.instant());
        RunDriver.Outcome second = run.driver().drive(seen, nothing, run.clock.instant());

        assertThat(first.written()).isPresent();
        assertThat(second.written()).as("the second lost, and reads again").isEmpty();
        assertThat(second.again()).isPresent();
        run.complete();
        assertThat(run.jobNames()).hasSize(6);
        assertThat(run.status().stages()).extracting(StageStatus::attempt).containsOnly(1);
    }

    @Test
    void aForeignJobOfThatNameIsSaidAndNotTouched() {
        client.resource(new JobBuilder()
                        .withNewMetadata()
                        .withName("r-teacher-a-1")
                        .withNamespace(Runs.NAMESPACE)
                        .addToAnnotations(Labels.STAGE, "teacher/a")
                        .endMetadata()
                        .build())
                .create();
        Simulation run = simulate("");
        run.step();
        RunDriver.Outcome outcome = run.step();
        assertThat(outcome.written()).isEmpty();
        assertThat(outcome.again()).contains(Duration.ofSeconds(15));
        assertThat(run.condition("Progressing").message())
                .isEqualTo(
                        "teacher/a: Job \"r-teacher-a-1\" exists and is not this run's; delete it; teacher/b starts");
        assertThat(run.stage("teacher/a").state()).isEqualTo("Waiting");
        assertThat(run.stage("teacher/b").state()).isEqualTo("Pending");
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
        edit(run, Runs.SPEC + "timeouts: {stage: 0s}");
        run.settle();
        assertThat(run.condition("Accepted").status()).isEqualTo("False");
        assertThat(run.condition("Accepted").message()).startsWith("spec.timeouts.stage: ");
        assertThat(run.stage("teacher/a").state()).isEqualTo("Done");

        edit(run, Runs.SPEC);
        run.complete();
        assertThat(run.condition("Accepted").status()).isEqualTo("True");
        assertThat(run.jobNames()).doesNotContain("r-teacher-a-2");
    }

    @Test
    void aProblemThatComesAfterTheEndChangesNothingAboutTheEnd() {
        Simulation run = simulate("");
        run.complete();
        edit(run, Runs.SPEC + "timeouts: {stage: 0s}");
        run.settle();
        assertThat(run.condition("Accepted").status()).isEqualTo("False");
        assertThat(run.condition("Complete").status()).isEqualTo("True");
        assertThat(run.condition("Ready").status()).isEqualTo("True");
        assertThat(run.condition("Stalled").status()).isEqualTo("False");
        assertThat(run.status().phase()).isEqualTo("Complete");
    }

    private void edit(Simulation run, String spec) {
        MLFDRun changed = run.run();
        changed.setSpec(Runs.run("r", spec).getSpec());
        client.resource(changed).update();
    }

    private void suspend(Simulation run, boolean value) {
        edit(run, Runs.SPEC + "suspend: " + value);
    }
}
