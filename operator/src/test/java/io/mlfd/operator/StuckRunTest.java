package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods that do not end with their stage or their Job, on a server without controllers. */
@EnableKubernetesMockClient(crud = true)
class StuckRunTest {
    private static final String POD = "r-teacher-a-1-pod";

    KubernetesClient client;

    private Pod pod() {
        return client.pods().inNamespace(Runs.NAMESPACE).withName(POD).get();
    }

    /** {@code kubectl delete job --cascade=orphan}. */
    @Test
    void aPodThatItsJobLeftBehindIsTakenDownAndTheStageGoesOn() {
        Simulation run = new Simulation(client, Runs.run("r"));
        run.settle();
        Job job = run.job("teacher/a");
        run.cluster.waiting(job, "ErrImagePull", "no such image");
        run.settle();
        client.pods().inNamespace(Runs.NAMESPACE).withName(POD).edit(there -> new PodBuilder(there)
                .editMetadata()
                .withOwnerReferences(List.of())
                .endMetadata()
                .build());
        client.resource(job).delete();
        run.settle();

        assertThat(run.writes.log()).containsOnlyOnce("delete pod " + POD);
        assertThat(pod()).isNull();
        run.clock.pass(Duration.ofMinutes(1));
        run.settle();
        assertThat(run.jobNames()).contains("r-teacher-a-2");
        assertThat(run.stage("teacher/a").disruptions()).isEqualTo(1);
        assertThat(run.stage("teacher/a").lastDisruption().reason()).isEqualTo("Deleted");
    }

    @Test
    void aStageIsDoneAndItsJobRemovedWhileSomethingBesideItRunsOn() {
        Simulation run = new Simulation(client, Runs.run("r"));
        run.settle();
        Job job = run.job("teacher/a");
        run.cluster.succeed(job);
        client.batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withName(job.getMetadata().getName())
                .editStatus(there -> {
                    there.setStatus(null);
                    return there;
                });
        client.pods().inNamespace(Runs.NAMESPACE).withName(POD).editStatus(there -> new PodBuilder(there)
                .editStatus()
                .withPhase("Running")
                .addNewContainerStatus()
                .withName("proxy")
                .withNewState()
                .withNewRunning(run.clock.instant().toString())
                .endState()
                .endContainerStatus()
                .endStatus()
                .build());
        assertThat(run.step().again()).contains(RunObserver.SILENCE);
        assertThat(run.stage("teacher/a").state()).isEqualTo("Running");
        run.clock.pass(RunObserver.LINGER);
        run.settle();
        assertThat(run.stage("teacher/a").state()).isEqualTo("Done");
        assertThat(run.stage("teacher/a").scores()).isNotEmpty();
        assertThat(run.writes.log()).containsOnlyOnce("delete job r-teacher-a-1");
    }

    @Test
    void whoEndsWithoutAWordIsNotDone() {
        Simulation run = new Simulation(client, Runs.run("r", Runs.SPEC + "retries: {failures: 0}"));
        run.settle();
        run.cluster.succeed(run.job("teacher/b"));
        run.cluster.succeedSilently(run.job("teacher/a"));
        run.settle();
        assertThat(run.stage("teacher/a").state()).isEqualTo("Failed");
        assertThat(run.stage("teacher/a").message()).contains("left no report", "spec.pod.image");
        assertThat(run.status().phase()).isEqualTo("Failed");
    }
}
