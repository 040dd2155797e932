package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.operator.build.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that go on after they failed, on a server without controllers; and what may change in a run under way. */
@EnableKubernetesMockClient(crud = true)
class RerunTest {
    private static final String KEEP = "retention: {onDelete: Keep}\n";
    private static final String DELETE = "retention: {onDelete: Delete}\n";

    KubernetesClient client;

    private Simulation failed() {
        Simulation run = new Simulation(client, Runs.run("r"));
        run.settle();
        run.cluster.succeed(run.job("teacher/b"));
        run.cluster.fail(run.job("teacher/a"), 21, "Error");
        run.settle();
        assertThat(run.status().phase()).isEqualTo("Failed");
        return run;
    }

    private static void again(Simulation run, String more) {
        change(run, more);
    }

    /** As the API server does it: another spec is another generation. */
    private static void change(Simulation run, String more) {
        run.edit(Runs.SPEC + more);
        run.generation();
    }

    @Test
    void aFailedRunGoesOnWithoutLosingWhatIsDone() {
        Simulation run = failed();
        again(run, "rerun: {token: one}");
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.status().rerun()).isEqualTo("one");
        assertThat(run.stage("teacher/a").attempt()).isEqualTo(2);
        assertThat(run.stage("teacher/b").attempt()).isEqualTo(1);
        assertThat(run.condition("Failed").status()).isEqualTo("False");
        assertThat(run.writes.count("create job")).isEqualTo(7);
        assertThat(run.writes.log()).contains("create event RunAgain 1 stage is started again: teacher/a");
    }

    @Test
    void aTokenIsCarriedOutOnce() {
        Simulation run = failed();
        again(run, "rerun: {token: one}");
        run.settle();
        run.cluster.fail(run.job("teacher/a"), 21, "Error");
        run.settle();
        assertThat(run.status().phase()).isEqualTo("Failed");
        int writes = run.writes.count();
        run.step();
        change(run, "rerun: {token: one}\n" + KEEP);
        run.settle();
        assertThat(run.status().phase()).as("something else changed").isEqualTo("Failed");
        change(run, "");
        run.settle();
        assertThat(run.status().rerun()).as("remembered when it is taken out").isEqualTo("one");
        assertThat(run.writes.count("create job")).isEqualTo(3);
        assertThat(run.writes.count())
                .as("the generation that was seen, and the claim's owner")
                .isLessThan(writes + 5);
        again(run, "rerun: {token: two}");
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.stage("teacher/a").attempt()).isEqualTo(3);
    }

    @Test
    void aTokenThatIsThereFromTheStartOnIsNoMatter() {
        Simulation run = new Simulation(client, Runs.run("r", Runs.SPEC + "rerun: {token: one}"));
        run.complete();
        assertThat(run.status().rerun()).isEqualTo("one");
        assertThat(run.writes.count("create job")).isEqualTo(6);
    }

    @Test
    void aCompleteRunsStageIsRunAgainByName() {
        Simulation run = new Simulation(client, Runs.run("r"));
        run.complete();
        again(run, "rerun: {token: one, stages: [joint]}");
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.stage("joint").attempt()).isEqualTo(2);
        assertThat(run.stage("distill/a").attempt()).isEqualTo(1);
        assertThat(run.writes.count("create job")).isEqualTo(7);
    }

    /** The operator dies before and after every write of going on; the next one brings the run to the same end. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCrashAnywhereChangesNothing(boolean afterwards) {
        for (int write = 0; write < 4; write++) {
            Simulation run = new Simulation(client, Runs.run("r" + write + (afterwards ? "x" : "")));
            run.settle();
            run.cluster.unfinished().forEach(job -> run.cluster.fail(job, 21, "Error"));
            run.settle();
            assertThat(run.status().phase()).isEqualTo("Failed");
            again(run, "rerun: {token: one}");
            run.writes.dieAt(run.writes.count() + write, afterwards);
            try {
                run.settle();
            } catch (RecordingWrites.Crash e) {
                run.settle();
            }
            run.complete();
            assertThat(run.status().phase()).as("write %s", write).isEqualTo("Complete");
            assertThat(run.stage("teacher/a").attempt()).isEqualTo(2);
            assertThat(run.stage("teacher/b").attempt()).isEqualTo(2);
        }
    }

    @Test
    void aPodThatCannotStartIsMadeAnewWithOtherSettings() {
        Simulation run = new Simulation(client, Runs.run("r", Runs.SPEC + "pod: {image: no.such/image}\n"));
        run.settle();
        run.cluster.waiting(run.job("teacher/a"), "ErrImagePull", "no such host");
        run.settle();
        change(run, "pod: {image: localhost/there}\n");
        run.settle();
        assertThat(run.stage("teacher/a").state()).isEqualTo("Suspending");
        // As a Job's own deletion does, in the foreground.
        client.pods().inNamespace(Runs.NAMESPACE).withName("r-teacher-a-1-pod").delete();
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.jobNames()).contains("r-teacher-a-2").doesNotContain("r-teacher-a-1");
        assertThat(run.cluster.jobs()).allMatch(job -> job.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage()
                .equals("localhost/there"));
        assertThat(run.stage("teacher/a").failures()).isZero();
    }

    @Test
    void theClaimsOwnerFollowsTheRetention() {
        Simulation run = new Simulation(client, Runs.run("r"));
        run.settle();
        assertThat(owners(run)).isEqualTo(1);
        change(run, KEEP);
        run.settle();
        assertThat(owners(run)).isZero();
        change(run, DELETE);
        run.settle();
        assertThat(owners(run)).isEqualTo(1);
        run.complete();
        change(run, KEEP);
        run.settle();
        assertThat(owners(run)).as("after the end too").isZero();
        change(run, "");
        run.settle();
        assertThat(owners(run))
                .as("what was made for this run goes with it unless it is said")
                .isEqualTo(1);
        int writes = run.writes.count();
        run.step();
        assertThat(run.writes.count()).isEqualTo(writes);
    }

    /** Whoever kept it once did so for its files. */
    @Test
    void aClaimThatAnEarlierRunKeptStaysUntilItIsSaid() {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("r-volume")
                        .withNamespace(Runs.NAMESPACE)
                        .addToLabels(Labels.RUN, "r")
                        .addToAnnotations(Labels.MADE_FOR, "another")
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .endSpec()
                        .build())
                .create();
        Simulation run = new Simulation(client, Runs.run("r"));
        run.settle();
        assertThat(owners(run)).isZero();
        change(run, DELETE);
        run.settle();
        assertThat(owners(run)).isEqualTo(1);
    }

    private static int owners(Simulation run) {
        return run.claims().get(0).getMetadata().getOwnerReferences().size();
    }
}
