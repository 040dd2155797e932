package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.api.StageStatus.StageProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When running stages are asked how far they are, and what is written of it. */
@EnableKubernetesMockClient(crud = true)
class StageProgressTest {
    KubernetesClient client;

    @Test
    void progressIsReadNowAndThenAndWrittenWhereItChanged() {
        Simulation run = new Simulation(client, Runs.run("r"));
        run.settle();
        run.cluster.run(run.job("teacher/a"));
        run.settle();
        say(run, "teacher/a: training, epoch 1 of 9, step 10 of 90, loss 0.5000, 64 images/s, 1m30s left");
        run.step();
        assertThat(run.stage("teacher/a").progress()).as("it has just begun").isNull();

        run.clock.pass(Duration.ofSeconds(30));
        RunDriver.Outcome outcome = run.step();
        StageProgress first = run.stage("teacher/a").progress();
        assertThat(first)
                .isEqualTo(new StageProgress(
                        run.clock.instant().toString(), "training", 1, 9, 10L, 90L, 0.5, 64.0, 90L, null));
        assertThat(outcome.again().orElseThrow()).isLessThanOrEqualTo(Duration.ofMinutes(1));

        say(run, "teacher/a: training, epoch 2 of 9, step 20 of 90, loss 0.4000, 64 images/s, 80s left");
        int writes = run.writes.count();
        run.clock.pass(Duration.ofSeconds(59));
        run.step();
        assertThat(run.writes.count()).as("not sooner than a minute later").isEqualTo(writes);
        say(run, "teacher/a: training, epoch 2 of 9, step 20 of 90, loss 0.4000, checkpoint of step 16");
        run.clock.pass(Duration.ofSeconds(1));
        run.step();
        assertThat(run.writes.count()).isEqualTo(writes + 1);
        assertThat(run.stage("teacher/a").progress().step()).isEqualTo(20);
        assertThat(run.stage("teacher/a").progress().checkpointStep()).isEqualTo(16);
        run.clock.pass(Duration.ofMinutes(5));
        run.step();
        assertThat(run.writes.count()).as("nothing changed").isEqualTo(writes + 1);

        run.cluster.succeed(run.job("teacher/a"));
        run.settle();
        assertThat(run.stage("teacher/a").progress()).as("it is done").isNull();
    }

    /** What begins at another moment is asked together with the others from then on. */
    @Test
    void stagesThatRunBesideEachOtherCostOneWriteAMinute() {
        Simulation run = new Simulation(client, Runs.run("r"));
        run.settle();
        run.cluster.run(run.job("teacher/a"));
        run.settle();
        run.clock.pass(Duration.ofSeconds(20));
        run.cluster.run(run.job("teacher/b"));
        run.settle();
        int writes = run.writes.count();
        for (int second = 20; second < 200; second++) {
            say(run, "teacher/a", "teacher/a: training, step " + second + " of 900");
            say(run, "teacher/b", "teacher/b: training, step " + second + " of 900");
            run.step();
            run.clock.pass(Duration.ofSeconds(1));
        }
        assertThat(run.stage("teacher/a").progress().step()).isEqualTo(150);
        assertThat(run.stage("teacher/b").progress().step()).isEqualTo(150);
        assertThat(run.writes.count()).as("at 30, 90 and 150 s").isEqualTo(writes + 3);
    }

    @Test
    void aNodeThatDoesNotAnswerIsWaitedForOnceInALook() {
        Simulation run = new Simulation(client, Runs.run("r"));
        run.settle();
        run.cluster.run(run.job("teacher/a"));
        run.cluster.run(run.job("teacher/b"));
        run.settle();
        say(run, "teacher/b", "teacher/b: training, epoch 1 of 9, step 10 of 90");
        run.clock.pass(Duration.ofSeconds(30));
        run.step();
        assertThat(run.stage("teacher/a").progress()).isNull();
        assertThat(run.stage("teacher/b").progress()).as("asked after it").isNull();
        say(run, "teacher/a", "");
        run.step();
        assertThat(run.stage("teacher/a").progress())
                .as("it says nothing of the kind")
                .isNull();
        assertThat(run.stage("teacher/b").progress().step()).isEqualTo(10);
    }

    private void say(Simulation run, String line) {
        say(run, "teacher/a", line);
    }

    private void say(Simulation run, String stage, String line) {
        client.pods()
                .inNamespace(Runs.NAMESPACE)
                .withName(run.job(stage).getMetadata().getName() + "-pod")
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToAnnotations(MockServerReads.OUTPUT, line)
                        .endMetadata()
                        .build());
    }
}
