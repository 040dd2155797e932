package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run in a queue, on a server without controllers: what is read, written, and asked for when. */
@EnableKubernetesMockClient(crud = true)
class QueuedRunTest {
    private static final String STAGE = "teacher/a";
    private static final String WAITS = "insufficient unused quota for cpu, 600m more needed";

    KubernetesClient client;

    private Simulation held() {
        Simulation run =
                new Simulation(client, Runs.run("r", Runs.SPEC + "queue: {name: team-a}\ntimeouts: {pending: 1m}"));
        run.settle();
        hold(run.job(STAGE), true, run);
        hold(run.job("teacher/b"), true, run);
        return run;
    }

    /** What Kueue does to a Job, its template too. */
    private void hold(Job job, boolean held, Simulation run) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withName(job.getMetadata().getName())
                .edit(old -> new JobBuilder(old)
                        .editSpec()
                        .withSuspend(held)
                        .editTemplate()
                        .editSpec()
                        .withNodeSelector(held ? Map.of() : Map.of("flavor", "spot"))
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
        client.batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withName(job.getMetadata().getName())
                .editStatus(old -> new JobBuilder(old)
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Suspended")
                        .withStatus(held ? "True" : "False")
                        .withLastTransitionTime(run.clock.instant().toString())
                        .endCondition()
                        .endStatus()
                        .build());
    }

    private void workload(Job job, List<Map<String, String>> conditions) {
        GenericKubernetesResource workload = new GenericKubernetesResource();
        workload.setApiVersion("kueue.x-k8s.io/v1beta2");
        workload.setKind("Workload");
        workload.setMetadata(new ObjectMetaBuilder()
                .withName("job-" + job.getMetadata().getName())
                .withNamespace(Runs.NAMESPACE)
                .addToLabels("kueue.x-k8s.io/job-uid", job.getMetadata().getUid())
                .build());
        workload.setAdditionalProperty("status", Map.of("conditions", conditions));
        client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup("kueue.x-k8s.io")
                        .withVersion("v1beta2")
                        .withKind("Workload")
                        .withPlural("workloads")
                        .withNamespaced(true)
                        .build())
                .inNamespace(Runs.NAMESPACE)
                .resource(workload)
                .createOr(there -> there.update());
    }

    @Test
    void whatIsHeldForAMomentIsNotToldAndAskedAboutLater() {
        Simulation run = held();
        int before = run.writes.count();
        assertThat(run.step().again()).contains(RunObserver.LET_GO);
        assertThat(run.writes.count()).isEqualTo(before);
    }

    @Test
    void whatIsHeldLongerSaysWhyAndIsAskedAboutLessAndLess() {
        Simulation run = held();
        workload(run.job(STAGE), List.of(Map.of("type", "QuotaReserved", "status", "False", "message", WAITS)));
        run.clock.pass(RunObserver.LET_GO);
        assertThat(run.step().again()).contains(RunObserver.SILENCE);
        assertThat(run.stage(STAGE).state()).isEqualTo("Queued");
        assertThat(run.stage(STAGE).message()).isEqualTo(WAITS);
        assertThat(run.condition("Progressing").reason()).isEqualTo("StagesQueued");
        assertThat(run.condition("Progressing").message())
                .isEqualTo(
                        STAGE + " is queued: " + WAITS + "; teacher/b is queued: JobSuspended: its Job is suspended");

        int before = run.writes.count();
        run.clock.pass(Duration.ofMinutes(8));
        assertThat(run.step().again()).as("a quarter of the time").hasValueSatisfying(wait -> assertThat(wait)
                .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3)));
        run.clock.pass(Duration.ofHours(10));
        assertThat(run.step().again()).contains(Duration.ofMinutes(5));
        assertThat(run.writes.count()).as("nothing is new").isEqualTo(before);
    }

    @Test
    void whoIsPreemptedGoesOnAsTheSameAttemptWithWhatTheQueueWroteIntoItsJob() {
        Simulation run = held();
        run.clock.pass(Duration.ofMinutes(30));
        run.settle();
        hold(run.job(STAGE), false, run);
        run.settle();
        assertThat(run.stage(STAGE).state()).isEqualTo("Pending");
        run.cluster.run(run.job(STAGE));
        run.settle();
        client.pods().inNamespace(Runs.NAMESPACE).withName("r-teacher-a-1-pod").delete();
        workload(
                run.job(STAGE),
                List.of(Map.of(
                        "type", "Evicted", "status", "True", "reason", "Preempted", "message", "for another Job")));
        hold(run.job(STAGE), true, run);
        run.settle();
        assertThat(run.stage(STAGE).state()).isEqualTo("Queued");
        assertThat(run.stage(STAGE).message()).isEqualTo("Preempted: for another Job");
        assertThat(run.stage(STAGE).disruptions()).isEqualTo(1);

        hold(run.job(STAGE), false, run);
        hold(run.job("teacher/b"), false, run);
        run.settle();
        run.cluster.succeed(run.job(STAGE));
        run.settle();
        assertThat(run.stage(STAGE).state()).isEqualTo("Done");
        assertThat(run.stage(STAGE).attempt()).isEqualTo(1);
        assertThat(run.jobNames()).containsOnlyOnce("r-teacher-a-1").doesNotContain("r-teacher-a-2");
    }

    @Test
    void whoWaitsMovesWithTheField() {
        Simulation run = held();
        run.clock.pass(RunObserver.LET_GO);
        run.settle();
        run.edit(Runs.SPEC + "queue: {name: team-b}\ntimeouts: {pending: 1m}");
        run.settle();
        assertThat(run.job(STAGE).getMetadata().getLabels())
                .containsEntry("kueue.x-k8s.io/queue-name", "team-b")
                .containsEntry("mlfd.io/attempt", "2");
        assertThat(run.stage(STAGE).failures() + run.stage(STAGE).disruptions()).isZero();
    }
}
