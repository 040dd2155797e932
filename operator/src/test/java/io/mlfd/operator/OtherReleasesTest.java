package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runs that a later release of the operator has written, or that ask for what a later one does. */
@EnableKubernetesMockClient(crud = true)
class OtherReleasesTest {
    KubernetesClient client;

    private Simulation started() {
        Simulation run = new Simulation(client, Runs.run("r"));
        run.settle();
        run.cluster.succeed(run.job("teacher/a"));
        run.settle();
        return run;
    }

    private void change(Simulation run, Consumer<ObjectNode> spec) {
        StoredRun stored = run.stored();
        ObjectNode changed = stored.getSpec().deepCopy();
        spec.accept(changed);
        stored.setSpec(changed);
        client.resource(stored).update();
    }

    private void changeStage(Simulation run, String name, Consumer<ObjectNode> change) {
        StoredRun stored = run.stored();
        JsonNode status = stored.getStatus().deepCopy();
        status.get("stages").forEach(stage -> {
            if (stage.get("name").asText().equals(name)) {
                change.accept((ObjectNode) stage);
            }
        });
        stored.setStatus(status);
        client.resource(stored).updateStatus();
    }

    @Test
    void aFieldThatTheWatchCutsOffIsSeenBeforeTheStart() {
        Simulation run = new Simulation(client, Runs.run("r"));
        ReadRun cut = run.read();
        change(run, spec -> spec.put("newField", "more"));

        run.driver().drive(cut, run.caches(), run.clock.instant());

        assertThat(run.jobNames()).isEmpty();
        assertThat(run.claims()).isEmpty();
        MLFDRunStatus status = ReadRun.of(run.stored()).run().getStatus();
        assertThat(status.startTime()).isNull();
        assertThat(status.conditions().get(0).message())
                .isEqualTo("spec.newField: this operator does not know it; upgrade the operator");
    }

    @Test
    void aFieldThatTheWatchCutsOffIsToldOfARunUnderWayAndStaysTold() {
        Simulation run = started();
        change(run, spec -> spec.put("newField", "more"));
        StoredRun changed = run.stored();
        changed.getMetadata().setGeneration(2L);
        client.resource(changed).update();

        for (int look = 0; look < 3; look++) {
            StoredRun cut = run.stored();
            ((ObjectNode) cut.getSpec()).remove("newField");
            run.driver().drive(ReadRun.of(cut), run.caches(), run.clock.instant());

            assertThat(ReadRun.of(run.stored()).run().getStatus().conditions().get(0))
                    .as("look %d", look)
                    .returns("UnknownFields", MLFDRunStatus.Condition::reason);
        }
    }

    @Test
    void aRunThatIsGoneWhenItWouldStartIsLeftAlone() {
        Simulation run = new Simulation(client, Runs.run("r"));
        ReadRun seen = run.read();
        client.resource(run.stored()).delete();
        assertThat(run.driver().drive(seen, run.caches(), run.clock.instant())).isEqualTo(RunDriver.Outcome.NOTHING);
        assertThat(run.writes.log()).isEmpty();
    }

    @Test
    void aRunUnderWayWaitsWhereAValueWouldHaveToBeGuessed() {
        Simulation run = started();
        List<String> jobs = run.jobNames();
        change(run, spec -> spec.put("suspend", "Gently"));

        run.settle();

        assertThat(run.jobNames()).isEqualTo(jobs);
        MLFDRunStatus status = ReadRun.of(run.stored()).run().getStatus();
        assertThat(status.stagesDone()).isEqualTo("1/6");
        assertThat(status.conditions().get(0))
                .returns("False", MLFDRunStatus.Condition::status)
                .returns("NotUnderstood", MLFDRunStatus.Condition::reason)
                .returns(
                        "spec.suspend: \"Gently\" means nothing to this operator; upgrade the operator",
                        MLFDRunStatus.Condition::message);

        change(run, spec -> spec.put("suspend", false));
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
    }

    /** The state says what to do next: nobody but the later operator knows. */
    @Test
    void aStateThatALaterOperatorWroteIsLeftAloneAndSaidToBe() {
        Simulation run = started();
        int jobs = run.jobNames().size();
        changeStage(run, "teacher/a", stage -> stage.put("state", "Resting"));

        run.settle();

        assertThat(run.condition("Stalled").status()).isEqualTo("True");
        assertThat(run.condition("Accepted").message())
                .isEqualTo("status: status.stages[teacher/a].state: \"Resting\" means nothing to this"
                        + " program; use the operator that wrote it, or make a new run");
        assertThat(run.jobNames()).hasSize(jobs);
        assertThat(run.stage("teacher/a").state()).isEqualTo("Resting");
    }

    @Test
    void aScoreThatALaterOperatorWroteStopsNothingAndStays() {
        Simulation run = started();
        int scores = run.stage("teacher/a").scores().size();
        changeStage(run, "teacher/a", stage -> stage.withArray("/scores")
                .addObject()
                .put("output", "network")
                .put("dataset", "a")
                .put("metric", "top1")
                .put("selection", "newest")
                .put("value", 0.5)
                .put("count", 2));

        run.complete();

        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.stage("teacher/a").scores())
                .hasSize(scores + 1)
                .filteredOn(score -> score.selection().equals("newest"))
                .hasSize(1);
    }
}
