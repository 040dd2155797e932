package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.RecordingWrites.Crash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The operator dies before or after every single write of a run that sees a failure and a suspension; a new
 * one goes on. Nothing about the outcome may differ.
 */
@EnableKubernetesMockClient(crud = true)
class CrashPointTest {
    KubernetesClient client;

    private static final String SPEC = Runs.SPEC + "retries: {failures: 1, backoff: {initial: 1s, max: 1s}}\n";

    /** What a run came to: Jobs that were made, and per stage its state and counts. */
    private record End(List<String> jobs, List<String> stages, String phase) {}

    @Test
    void dyingAtAnyWriteChangesNothing() {
        Scenario undisturbed = new Scenario("r");
        End expected = undisturbed.play();
        int writes = undisturbed.simulation.writes.count();
        assertThat(expected.phase()).isEqualTo("Complete");
        assertThat(expected.jobs()).contains("r-teacher-a-2", "r-joint-2");
        assertThat(writes).isGreaterThan(30);

        for (int write = 0; write < writes; write++) {
            boolean event = undisturbed.simulation.writes.log().get(write).startsWith("create event");
            for (boolean after : event ? new boolean[] {false} : new boolean[] {false, true}) {
                client.resource(undisturbed.simulation.run()).delete();
                client.batch().v1().jobs().inNamespace(Runs.NAMESPACE).delete();
                client.pods().inNamespace(Runs.NAMESPACE).delete();
                client.persistentVolumeClaims().inNamespace(Runs.NAMESPACE).delete();
                client.events().v1().events().inNamespace(Runs.NAMESPACE).delete();
                Scenario disturbed = new Scenario("r");
                disturbed.simulation.writes.dieAt(write, after);
                End end = disturbed.play();
                String where = (after ? "after " : "before ")
                        + disturbed.simulation.writes.log().get(write);
                assertThat(end).as(where).isEqualTo(expected);
            }
        }
    }

    private final class Scenario {
        final Simulation simulation;
        private final List<String> madeJobs = new ArrayList<>();

        Scenario(String name) {
            simulation = new Simulation(client, Runs.run(name, SPEC));
        }

        End play() {
            settle();
            simulation.cluster.fail(simulation.job("teacher/a"), 1, "Error");
            simulation.cluster.succeed(simulation.job("teacher/b"));
            settle();
            simulation.clock.pass(Duration.ofSeconds(2));
            settle();
            simulation.cluster.succeed(simulation.job("teacher/a"));
            settle();
            Job joint = simulation.job("joint");
            simulation.cluster.run(joint);
            settle();
            suspend(true);
            settle();
            client.pods()
                    .inNamespace(Runs.NAMESPACE)
                    .withName(joint.getMetadata().getName() + "-pod")
                    .delete();
            settle();
            suspend(false);
            for (int i = 0; i < 10; i++) {
                settle();
                simulation.cluster.unfinished().forEach(simulation.cluster::succeed);
            }
            MLFDRunStatus status = simulation.status();
            List<String> stages = status.stages().stream()
                    .map(s ->
                            s.name() + " " + s.state() + " " + s.attempt() + " " + s.failures() + " " + s.disruptions())
                    .toList();
            return new End(madeJobs.stream().distinct().sorted().toList(), stages, status.phase());
        }

        private void suspend(boolean value) {
            MLFDRun run = simulation.run();
            run.setSpec(Runs.run("r", SPEC + "suspend: " + value).getSpec());
            client.resource(run).update();
        }

        /** The next operator comes late: what was being deleted is gone by then. */
        private void collectGarbage() {
            List<String> jobs = simulation.jobNames();
            client.pods().inNamespace(Runs.NAMESPACE).list().getItems().stream()
                    .filter(pod -> !jobs.contains(
                            pod.getMetadata().getOwnerReferences().get(0).getName()))
                    .forEach(pod -> client.resource(pod).delete());
        }

        private void settle() {
            int before;
            do {
                before = simulation.writes.count();
                try {
                    simulation.step();
                } catch (Crash e) {
                    before = -1;
                    collectGarbage();
                }
                madeJobs.addAll(simulation.jobNames());
            } while (simulation.writes.count() != before);
        }
    }
}
