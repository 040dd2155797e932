package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.operator.act.ClusterWrites;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that the API server will not take: said in its words, waited for where waiting can help. */
@EnableKubernetesMockClient(crud = true)
class RefusalTest {
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int INVALID = 422;

    KubernetesClient client;

    private Simulation run;

    @BeforeEach
    void make() {
        run = new Simulation(client, Runs.run("r"));
    }

    private RunDriver.Outcome step(Refusing through) {
        return run.driver(through).drive(run.read(), run.caches(), run.clock.instant());
    }

    @Test
    void aRefusedJobIsNoMatterOfVolumesAndIsTriedAgain() {
        Refusing quota = new Refusing(run.writes, Optional.empty(), Optional.of(FORBIDDEN));
        RunDriver.Outcome outcome = step(quota);
        assertThat(run.condition("Progressing").reason()).isEqualTo("Refused");
        assertThat(run.condition("Progressing").message())
                .startsWith("teacher/a: Job \"r-teacher-a-1\" was refused: exceeded quota");
        assertThat(run.stage("teacher/a").state()).isEqualTo("Waiting");
        assertThat(outcome.again()).contains(Duration.ofSeconds(15));
        int patches = patches();
        step(quota);
        assertThat(patches()).as("said once").isEqualTo(patches);

        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.stage("teacher/a").attempt()).isEqualTo(1);
    }

    /** As a ResourceQuota does that many objects are counted against at the same moment. */
    @Test
    void aConflictAboutAJobThatIsNotThereCostsNoAttempt() {
        assertThatThrownBy(() -> step(new Refusing(run.writes, Optional.empty(), Optional.of(CONFLICT))))
                .isInstanceOf(KubernetesClientException.class);

        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.stage("teacher/a").attempt()).isEqualTo(1);
        assertThat(run.stage("teacher/a").disruptions()).isZero();
    }

    @Test
    void whatElseIsInTheWayIsToldBesideARefusal() {
        run = new Simulation(
                client,
                Runs.run(
                        "q",
                        Runs.SPEC.replace(
                                "{generated: {kind: glyphs}, trainPerClass: 4, testPerClass: 2}",
                                "{imageFolder: {path: p}, claimName: data-b}")));
        step(new Refusing(run.writes, Optional.empty(), Optional.of(FORBIDDEN)));

        assertThat(run.condition("Progressing").reason()).isEqualTo("Refused");
        assertThat(run.condition("Progressing").message())
                .startsWith("teacher/a: Job \"q-teacher-a-1\" was refused: exceeded quota")
                .contains("claim \"data-b\" does not exist");
    }

    @Test
    void whatIsRefusedFromTheStartOnIsNotWaitedForLongerThanAnythingElse() {
        Refusing quota = new Refusing(run.writes, Optional.empty(), Optional.of(FORBIDDEN));
        step(quota);
        run.clock.pass(Duration.ofHours(1).minusSeconds(1));
        step(quota);
        assertThat(run.status().phase()).isEqualTo("Pending");
        run.clock.pass(Duration.ofSeconds(1));
        step(quota);
        step(quota);
        assertThat(run.status().phase()).isEqualTo("Failed");
        assertThat(run.condition("Failed").message()).contains("teacher/a", "exceeded quota", "spec.timeouts.pending");
    }

    @Test
    void aRefusedClaimIsAMatterOfVolumesAndHoldsTheJobsBack() {
        step(new Refusing(run.writes, Optional.of(FORBIDDEN), Optional.empty()));
        assertThat(run.condition("Progressing").reason()).isEqualTo("VolumeNotReady");
        assertThat(run.condition("Progressing").message())
                .isEqualTo("spec.storage: claim \"r-volume\" was refused: exceeded quota");
        assertThat(run.jobNames()).isEmpty();
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
    }

    @Test
    void aJobThatCanNeverBeTakenFailsItsStage() {
        Refusing always = new Refusing(run.writes, Optional.empty(), Optional.of(INVALID));
        step(always);
        step(always);
        assertThat(run.status().phase()).isEqualTo("Failed");
        assertThat(run.condition("Failed").message()).contains("teacher/a", "was refused: exceeded quota");
    }

    /** No stage was to be started when the claim was refused: somebody had deleted it meanwhile. */
    @Test
    void aClaimThatCanNeverBeTakenFailsAStageThatWaitsForIt() {
        run.settle();
        run.cluster.fail(run.job("teacher/a"), 1, "Error");
        client.persistentVolumeClaims()
                .inNamespace(Runs.NAMESPACE)
                .withName("r-volume")
                .delete();
        Refusing always = new Refusing(run.writes, Optional.of(INVALID), Optional.empty());
        step(always);
        assertThat(run.stage("teacher/a").state()).isEqualTo("Failed");
        assertThat(run.stage("teacher/a").message())
                .isEqualTo("spec.storage: claim \"r-volume\" was refused: exceeded quota");
        run.cluster.fail(run.job("teacher/b"), 1, "Error");
        step(always);
        assertThat(run.status().phase()).isEqualTo("Failed");
    }

    private int patches() {
        return (int) run.writes.count("patch status");
    }

    /** Refuses claims or Jobs with a code, as an admission rule would. */
    @Test
    void aGpuThatNothingCanUseIsNoReasonToHoldTheRunAndIsToldWithItsField() {
        run = new Simulation(client, Runs.run("g", Runs.SPEC + """
                pod: {resources: {limits: {nvidia.com/gpu: 1}}}
                stages: {joint: {pod: {resources: {limits: {nvidia.com/gpu: 2}}}}, teacher: {pod: {image: with-cuda}}}
                """));
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.condition("Accepted").reason()).isEqualTo("Warned");
        assertThat(run.condition("Accepted").message())
                .startsWith(
                        "6 stages; spec.stages.joint.pod.resources[nvidia.com/gpu]: the operator's default image has no CUDA")
                .contains("; spec.pod.resources[nvidia.com/gpu]: ");
    }

    private static final class Refusing extends ForwardingWrites {
        private final Optional<Integer> claims;
        private final Optional<Integer> jobs;

        Refusing(ClusterWrites inner, Optional<Integer> claims, Optional<Integer> jobs) {
            super(inner);
            this.claims = claims;
            this.jobs = jobs;
        }

        private static void refuse(Optional<Integer> code) {
            code.ifPresent(c -> {
                throw new KubernetesClientException(new StatusBuilder()
                        .withCode(c)
                        .withMessage("exceeded quota")
                        .build());
            });
        }

        @Override
        public void create(PersistentVolumeClaim claim) {
            refuse(claims);
            super.create(claim);
        }

        @Override
        public void create(Job job) {
            refuse(jobs);
            super.create(job);
        }
    }
}
