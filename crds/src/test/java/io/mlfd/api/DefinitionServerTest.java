package io.mlfd.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.plan.Specs;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
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
                "/spec/storage/size=1Gi",
                "/spec/pod/image=other",
                "/spec/stages="
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
                "/spec/retention/onDelete=Delete"
            })
    void maySteerARunningRun(String edit) {
        String name = "steer-" + Integer.toHexString(edit.hashCode());
        create(name, Specs.full());
        setStarted(name);
        assertThatCode(() -> replace(name, edit(edit))).doesNotThrowAnyException();
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
        MLFDRun run = server.client()
                .resources(MLFDRun.class)
                .inNamespace("default")
                .withName(name)
                .get();
        run.setStatus(new MLFDRunStatus(
                1L, "Running", null, "2026-01-01T00:00:00Z", null, null, null, null, null, null, null, null, null));
        server.client().resource(run).updateStatus();
    }
}
