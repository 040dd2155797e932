package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.operator.stored.ReadRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator that was asleep while another one led, and takes up with the run as it saw it last. */
@EnableKubernetesMockClient(crud = true)
class SleptOperatorTest {
    KubernetesClient client;

    private Simulation run;

    @BeforeEach
    void make() {
        run = new Simulation(client, Runs.run("r"));
        run.settle();
    }

    private void awakes(ReadRun asSeenLast) {
        run.driver().drive(asSeenLast, run.caches(), run.clock.instant());
    }

    @Test
    void makesNoJobAnewThatWasDoneAndIsGone() {
        run.cluster.succeed(run.job("teacher/a"));
        run.cluster.succeed(run.job("teacher/b"));
        ReadRun asSeenLast = run.read();
        run.complete();
        client.batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withName("r-joint-1")
                .delete();

        awakes(asSeenLast);

        assertThat(run.jobNames()).contains("r-report-1").doesNotContain("r-joint-1");
    }

    @Test
    void stopsNoJobOfARunThatWasSuspendedThen() {
        run.cluster.run(run.job("teacher/a"));
        run.settle();
        run.suspend(true);
        run.step();
        ReadRun asSeenLast = run.read();
        assertThat(run.stage("teacher/a").state()).isEqualTo("Suspending");
        client.pods().inNamespace(Runs.NAMESPACE).delete();
        run.settle();
        run.suspend(false);
        run.settle();
        assertThat(run.jobNames()).contains("r-teacher-a-2");

        awakes(asSeenLast);

        assertThat(run.jobNames()).contains("r-teacher-a-2");
    }
}
