package io.mlfd.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.plan.Specs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The definition in a real API server: schema, CEL rules and what may change after the start. */
@EnabledIfEnvironmentVariable(
        named = ApiServer.VARIABLE,
        matches = ".+",
        disabledReason = "NOT RUN: needs kube-apiserver and etcd, named by " + ApiServer.VARIABLE)
class DefinitionServerTest {
    @AutoClose
    private static ApiServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ApiServer.start();
    }

    @Test
    void definitionHasNoComplaint() {
        var conditions = server.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("mlfdruns.mlfd.io")
                .get()
                .getStatus()
                .getConditions();
        assertThat(conditions)
                .noneMatch(c -> c.getType().equals("NonStructuralSchema")
                        && c.getStatus().equals("True"));
    }

    @Test
    void fullSpecIsAccepted() {
        assertThat(create("full-one", Specs.full()).getMetadata().getUid()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/spec/datasets/0/name=z",
                "/spec/method/mlfd/joint/dropout=0.1",
                "/spec/input/size=64",
                "/spec/training/epochs=9",
                "/spec/data/claimName=elsewhere",
                "/spec/data=",
                "/spec/seeds=[3]",
                "/spec/baselines=",
                "/spec/storage/size=1Gi"
            })
    void fixedAfterTheStartAndFreeBefore(String edit) {
        String name = "edit-" + Integer.toHexString(edit.hashCode());
        create(name, Specs.full());
        JsonNode edited = edit(edit);
        replace(name, edited);
        replace(name, Specs.full());
        setStarted(name);
        assertThatThrownBy(() -> replace(name, edited))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("cannot change after the run has started");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/spec/suspend=true",
                "/spec/parallelism=5",
                "/spec/queue={name: team-b}",
                "/spec/queue=",
                "/spec/timeouts/lost=1m",
                "/spec/retries/failures=9",
                "/spec/retries=",
                "/spec/timeouts/run=48h",
                "/spec/retention/onDelete=Delete",
                "/spec/retention/jobs={after: 1h, most: 3}",
                "/spec/rerun={token: one, stages: [teacher/a]}",
                "/spec/pod/image=other",
                "/spec/stages="
            })
    void maySteerARunningRun(String edit) {
        String name = "steer-" + Integer.toHexString(edit.hashCode());
        create(name, Specs.full());
        setStarted(name);
        assertThatCode(() -> replace(name, edit(edit))).doesNotThrowAnyException();
    }

    /** Each is refused while a teacher runs, by the field's name, and taken while none does. */
    @ParameterizedTest
    @CsvSource({
        "/spec/pod/image=other, spec.pod",
        "/spec/pod=, spec.pod",
        "/spec/stages=, spec.stages.teacher",
        "/spec/stages/teacher={pod: {image: other}}, spec.stages.teacher"
    })
    void aPodsSettingsMayChangeWhileNoStageRunsThatTheyConcern(String edit, String field) {
        String name = "pod-" + Integer.toHexString(edit.hashCode());
        create(name, Specs.full());
        setStatus(name, "Running", null, stage("teacher/a", "teacher", "Running"));
        assertThatThrownBy(() -> replace(name, edit(edit)))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(field + ": a stage that it concerns is running");
        setStatus(name, "Running", null, stage("teacher/a", "teacher", "Pending"));
        assertThatCode(() -> replace(name, edit(edit))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"teacher", "joint", "distill", "online", "baseline", "report"})
    void settingsOfEveryKindConcernItsStages(String kind) {
        create("kind-" + kind, Specs.full());
        setStatus("kind-" + kind, "Running", null, stage(kind + "/a", kind, "Running"));
        JsonNode edited = edit("/spec/stages/" + kind + "={pod: {image: other}}");
        assertThatThrownBy(() -> replace("kind-" + kind, edited))
                .hasMessageContaining("spec.stages." + kind + ": a stage that it concerns is running");
    }

    @Test
    void settingsOfOneKindDoNotConcernAnother() {
        create("kinds", Specs.full());
        setStatus("kinds", "Running", null, stage("teacher/a", "teacher", "Running"));
        assertThatCode(() -> replace("kinds", edit("/spec/stages/joint={pod: {image: other}}")))
                .doesNotThrowAnyException();
    }

    /** What was accepted after the end and then ignored. */
    @ParameterizedTest
    @CsvSource({
        "/spec/suspend=true, spec.suspend",
        "/spec/queue={name: team-b}, spec.queue",
        "/spec/parallelism=5, spec.parallelism",
        "/spec/retries/failures=9, spec.retries",
        "/spec/timeouts/run=48h, spec.timeouts",
        "/spec/pod/image=other, spec.pod",
        "/spec/stages=, spec.stages"
    })
    void afterTheEndNothingHasAnEffectUnlessTheRunIsToGoOn(String edit, String field) {
        String name = "ended-" + Integer.toHexString(edit.hashCode());
        create(name, Specs.full());
        setStatus(name, "Failed", "2026-01-02T00:00:00Z", stage("teacher/a", "teacher", "Failed"));
        assertThatThrownBy(() -> replace(name, edit(edit)))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(field + ": has no effect, the run has ended; change spec.rerun.token");
        assertThatCode(() -> replace(name, Specs.with(edit(edit), "/spec/rerun", "{token: one}")))
                .doesNotThrowAnyException();
    }

    @Test
    void retentionStillHasAnEffectAfterTheEnd() {
        create("kept", Specs.full());
        setStatus("kept", "Failed", "2026-01-02T00:00:00Z", stage("teacher/a", "teacher", "Failed"));
        assertThatCode(() -> replace("kept", edit("/spec/retention/onDelete=Delete")))
                .doesNotThrowAnyException();
    }

    @Test
    void aClaimThatWasThereBeforeIsNobodysToDelete() {
        JsonNode given = Specs.with("/spec/storage", "{claimName: shared}");
        create("given", given);
        setStarted("given");
        assertThatThrownBy(() -> replace("given", Specs.with(given, "/spec/retention/onDelete", "Delete")))
                .hasMessageContaining("spec.retention.onDelete: has no effect");
    }

    /** A rerun that would do nothing, by what the run's stages are. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {token: done}                       | Failed  | spec.rerun.token: was carried out before
            {token: two}                        | Done    | spec.rerun: has no effect, no stage has failed
            {token: two}                        | Running | spec.rerun: has no effect, no stage has failed
            {token: two, stages: [teacher/x]}   | Failed  | spec.rerun.stages: each must be the name of a stage
            {token: two, stages: [teacher/a]}   | Running | spec.rerun.stages: each must be the name of a stage
            {token: ""}                         | Failed  | spec.rerun.token
            {stages: [teacher/a]}               | Failed  | spec.rerun.token
            """)
    void aRerunThatWouldDoNothingIsRefused(String rerun, String state, String words) {
        String name = "rerun-" + Integer.toHexString((rerun + state).hashCode());
        create(name, Specs.full());
        setStatus(name, "Running", null, stage("teacher/a", "teacher", state));
        assertThatThrownBy(() -> replace(name, Specs.with("/spec/rerun", rerun)))
                .hasMessageContaining(words);
    }

    @Test
    void otherStagesNeedAnotherToken() {
        create("again", Specs.full());
        setStatus("again", "Failed", "2026-01-02T00:00:00Z", stage("teacher/a", "teacher", "Failed"));
        JsonNode first = Specs.with("/spec/rerun", "{token: one}");
        replace("again", first);
        assertThatThrownBy(() -> replace("again", Specs.with("/spec/rerun", "{token: one, stages: [teacher/a]}")))
                .hasMessageContaining("spec.rerun.stages: has no effect without another token");
        assertThatCode(() -> replace("again", Specs.with("/spec/rerun", "{token: two, stages: [teacher/a]}")))
                .doesNotThrowAnyException();
    }

    private static StageStatus stage(String name, String kind, String state) {
        return new StageStatus(
                name, kind, null, 0L, state, 1, 0, 0, null, null, "k", null, null, null, null, null, null, null, null,
                null, null, null, null, null);
    }

    private static void setStatus(String name, String phase, String completed, StageStatus stage) {
        MLFDRun run = server.client()
                .resources(MLFDRun.class)
                .inNamespace("default")
                .withName(name)
                .get();
        run.setStatus(new MLFDRunStatus(
                1L,
                phase,
                null,
                "2026-01-01T00:00:00Z",
                completed,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(stage),
                null,
                "done",
                null));
        server.client().resource(run).updateStatus();
    }

    private static JsonNode edit(String edit) {
        int equals = edit.indexOf('=');
        return Specs.with(edit.substring(0, equals), edit.substring(equals + 1));
    }

    private static GenericKubernetesResource create(String name, JsonNode file) {
        return server.create(ApiServer.named(name, file));
    }

    private static void replace(String name, JsonNode file) {
        server.replace(ApiServer.named(name, file));
    }

    private static void setStarted(String name) {
        setStatus(name, "Running", null, stage("teacher/a", "teacher", "Done"));
    }
}
