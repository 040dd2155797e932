package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.api.StageStatus;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.stored.ReadRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that are older than the truth, somebody else's, or gone, on a server without controllers. */
@EnableKubernetesMockClient(crud = true)
class StrangeObjectsTest {
    KubernetesClient client;

    private Simulation simulate(String more) {
        return new Simulation(client, Runs.run("r", Runs.SPEC + more));
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

    /** Between two looks a pod can be evicted, end, and be gone. */
    @Test
    void whoTookAPodAwayIsToldThoughNobodySawItLeave() {
        Simulation run = simulate("");
        run.settle();
        Job job = run.job("teacher/a");
        run.cluster.run(job);
        run.settle();
        run.cluster.evict(job);
        CachedObjects truth = run.caches();
        client.pods().inNamespace(Runs.NAMESPACE).delete();
        run.step(new CachedObjects(
                truth.jobs(),
                List.of(),
                truth.claims(),
                uid -> uid.equals(job.getMetadata().getUid()) ? truth.pods() : List.of()));
        assertThat(run.stage("teacher/a").lastDisruption().reason()).isEqualTo("EvictionByEvictionAPI");
        assertThat(run.stage("teacher/a").disruptions()).isEqualTo(1);
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
        ReadRun seen = run.read();
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

    /** A data set called "joint" in a run called "r" and the joint stage of a run called "r-teacher" have one Job name. */
    @Test
    void anotherRunsJobOfThatNameIsNotToBeDeleted() {
        client.resource(new JobBuilder()
                        .withNewMetadata()
                        .withName("r-teacher-a-1")
                        .withNamespace(Runs.NAMESPACE)
                        .addToLabels(Labels.RUN, "r-teacher")
                        .addToAnnotations(Labels.STAGE, "a")
                        .endMetadata()
                        .build())
                .create();
        Simulation run = simulate("");
        run.step();
        assertThat(run.condition("Progressing").message())
                .contains("is that of run \"r-teacher\"", "under another name")
                .doesNotContain("delete it");
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
}
