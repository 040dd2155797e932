package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What goes wrong in a run on a server without controllers, whose part a fake plays. */
@EnableKubernetesMockClient(crud = true)
class FailingRunTest {
    KubernetesClient client;

    private Simulation simulate(String more) {
        return new Simulation(client, Runs.run("r", Runs.SPEC + more));
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
    void whatIsSaidInEventsOnlyIsAskedForOnceItTakesLong() {
        Simulation run = simulate("parallelism: 1");
        run.settle();
        run.cluster.waiting(run.job("teacher/a"), "ContainerCreating", null);
        run.cluster.warn(run.job("teacher/a"), "FailedMount", "no such folder");

        assertThat(run.step().again()).contains(Duration.ofSeconds(15));
        run.clock.pass(Duration.ofSeconds(14));
        run.settle();
        assertThat(run.stage("teacher/a").message()).isNullOrEmpty();
        run.clock.pass(Duration.ofSeconds(1));
        run.settle();
        assertThat(run.stage("teacher/a").message()).isEqualTo("FailedMount: no such folder");
        assertThat(run.condition("Progressing").message()).contains("FailedMount: no such folder");

        run.clock.pass(Duration.ofHours(1));
        run.settle();
        assertThat(run.stage("teacher/a").message())
                .contains("spec.timeouts.pending")
                .endsWith("FailedMount: no such folder");
    }

    @Test
    void whatASchedulerSaysAtItsFirstTryIsNotWrittenDown() {
        Simulation run = simulate("parallelism: 1");
        run.settle();
        run.cluster.unschedulable(run.job("teacher/a"), "pod has unbound immediate PersistentVolumeClaims");

        assertThat(run.step().again()).contains(Duration.ofSeconds(30));
        run.clock.pass(Duration.ofSeconds(29));
        run.settle();
        assertThat(run.stage("teacher/a").message()).isNullOrEmpty();
        run.clock.pass(Duration.ofSeconds(1));
        run.settle();
        assertThat(run.stage("teacher/a").message())
                .isEqualTo("Unschedulable: pod has unbound immediate PersistentVolumeClaims");
    }

    @Test
    void aClaimThatSomebodyDeletesUnderAHalfDoneRunEndsIt() {
        Simulation run = simulate("parallelism: 1");
        run.settle();
        run.cluster.succeed(run.job("teacher/a"));
        client.persistentVolumeClaims()
                .inNamespace(Runs.NAMESPACE)
                .withName("r-volume")
                .delete();
        run.settle();

        assertThat(run.claims()).isEmpty();
        assertThat(run.status().phase()).isEqualTo("Failed");
        assertThat(run.condition("Failed").message())
                .contains("the run's volume is gone; make a new run (finished stages were on it: teacher/a)");
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

        claim("mine");
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.status().volume()).isEqualTo("mine");
        assertThat(run.claims()).hasSize(1);
    }

    @Test
    void aClaimOfOneDataSetThatComesLateIsNoticedAtAnyTime() {
        String[] files = {"a", "b"};
        String spec = Runs.SPEC;
        for (String name : files) {
            spec = spec.replaceFirst(
                    "\\{generated: \\{kind: [a-z]+}, trainPerClass: 4, testPerClass: 2}",
                    "{imageFolder: {path: p}, claimName: data-" + name + "}");
        }
        claim("data-a");
        Simulation run = new Simulation(client, Runs.run("r", spec));
        run.settle();
        assertThat(run.jobNames()).containsExactly("r-teacher-a-1");
        run.cluster.succeed(run.job("teacher/a"));
        run.settle();
        run.clock.pass(Duration.ofHours(3));

        assertThat(run.step().again()).contains(Duration.ofSeconds(15));
        assertThat(run.condition("Progressing").message()).contains("claim \"data-b\" does not exist");
        claim("data-b");
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
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

    private void claim(String name) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(Runs.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteMany")
                        .endSpec()
                        .build())
                .create();
    }
}
