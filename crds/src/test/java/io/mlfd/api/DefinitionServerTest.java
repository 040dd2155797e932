package io.mlfd.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.plan.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The definition in a real API server: schema, CEL rules and what may change after the start. */
@EnabledIfEnvironmentVariable(
        named = "KUBE_API_TEST_DIR",
        matches = ".+",
        disabledReason = "NOT RUN: needs kube-apiserver and etcd, named by KUBE_API_TEST_DIR")
class DefinitionServerTest {
    private static final KubeAPIServer SERVER = new KubeAPIServer();
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        SERVER.start();
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(SERVER.getKubeConfigYaml()))
                .build();
        String definition = Files.readString(Path.of("../manifests/crd/mlfdruns.mlfd.io-v1.yml"));
        client.resource(definition).create();
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("mlfdruns.mlfd.io")
                .waitUntilCondition(
                        // Between the server's two first writes of it, the status has names and no conditions.
                        crd -> crd.getStatus() != null
                                && crd.getStatus().getConditions() != null
                                && crd.getStatus().getConditions().stream()
                                        .anyMatch(c -> c.getType().equals("Established")
                                                && c.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        SERVER.stop();
    }

    @Test
    void definitionHasNoComplaint() {
        var conditions = client.apiextensions()
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
    @MethodSource("io.mlfd.plan.Specs#spoiled")
    void serverRefusesWhatItCanTell(Specs.Spoiled spoiled) {
        String name = "bad-" + Integer.toHexString(spoiled.name().hashCode());
        if (spoiled.byApiServer()) {
            assertThatThrownBy(() -> create(name, spoiled.file()))
                    .as(spoiled.name())
                    .isInstanceOf(KubernetesClientException.class);
        } else {
            assertThatCode(() -> create(name, spoiled.file()))
                    .as(spoiled.name())
                    .doesNotThrowAnyException();
        }
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
        return client.resource(named(name, file))
                .fieldValidation(io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT)
                .create();
    }

    private static void replace(String name, JsonNode file) {
        client.resource(named(name, file))
                .fieldValidation(io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT)
                .update();
    }

    private static void setStarted(String name) {
        MLFDRun run = client.resources(MLFDRun.class)
                .inNamespace("default")
                .withName(name)
                .get();
        run.setStatus(new MLFDRunStatus(
                1L, "Running", null, "2026-01-01T00:00:00Z", null, null, null, null, null, null, null, null, null));
        client.resource(run).updateStatus();
    }

    private static GenericKubernetesResource named(String name, JsonNode file) {
        ObjectNode copy = file.deepCopy();
        copy.putObject("metadata").put("name", name).put("namespace", "default");
        return client.getKubernetesSerialization().unmarshal(copy.toString(), GenericKubernetesResource.class);
    }
}
