package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.mlfd.api.MLFDRunStatus.StageStatus;
import org.junit.jupiter.api.Test;

/** Whole runs on a server without controllers, whose part a fake plays. */
@EnableKubernetesMockClient(crud = true)
class WholeRunTest {
    KubernetesClient client;
    KubernetesMockServer server;

    @Test
    void aRunTrainsEveryStageOnceAndCompletes() {
        Simulation run = new Simulation(client, Runs.run("r"));

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
    }
}
