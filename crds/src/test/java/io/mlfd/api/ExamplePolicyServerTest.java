package io.mlfd.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.plan.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the example of an admission policy lets through, and what it does not. */
@EnabledIfEnvironmentVariable(
        named = ApiServer.VARIABLE,
        matches = ".+",
        disabledReason = "NOT RUN: needs kube-apiserver and etcd, named by " + ApiServer.VARIABLE)
class ExamplePolicyServerTest {
    private static final Path POLICY = Path.of("../manifests/policies/runs.yaml");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final JsonNode GOOD = good();

    @AutoClose
    private static ApiServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ApiServer.start();
        server.client().load(Files.newInputStream(POLICY)).items().forEach(object -> server.client()
                .resource(object)
                .create());
        JsonNode bad = with("/spec/pod/image", "docker.io/library/miner");
        Instant end = Instant.now().plus(LIMIT);
        while (isTaken(bad) && Instant.now().isBefore(end)) {
            // Policies take effect a moment after they are made, which nothing else tells.
            Thread.onSpinWait();
        }
    }

    private static boolean isTaken(JsonNode file) {
        try {
            server.create(file);
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static JsonNode good() {
        JsonNode file = Specs.with("/spec/pod/image", "registry.example/mlfd/trainer:1");
        file = Specs.with(file, "/spec/pod/tolerations", "[{key: nvidia.com/gpu, operator: Exists}]");
        file = Specs.with(file, "/spec/data/claimName", "mlfd-data");
        return Specs.with(file, "/spec/datasets/1/source/claimName", "mlfd-other");
    }

    private static JsonNode with(String pointer, String yaml) {
        return Specs.with(GOOD, pointer, yaml);
    }

    @Test
    void aRunWithinTheRulesIsTaken() {
        assertThatCode(() -> server.create(GOOD)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /spec/pod/image                    | docker.io/library/miner                         | pod.image
            /spec/stages/teacher/pod           | {image: other}                                  | pod.image
            /spec/pod/priorityClassName        | system-node-critical                            | pod.priorityClassName
            /spec/pod/tolerations              | [{operator: Exists}]                            | pod.tolerations
            /spec/data/claimName               | payroll                                         | only claims
            /spec/datasets/1/source/claimName  | payroll                                         | only claims
            /spec/storage                      | {claimName: payroll}                            | only claims
            /spec/pod/volumes                  | [{mountPath: /mnt/a, claimName: payroll}]       | only claims
            /spec/pod/volumes                  | [{mountPath: /mnt/a, secretName: key}]          | pod.volumes
            /spec/pod/serviceAccountToken      | true                                            | pod.serviceAccountToken
            """)
    void eachRuleHolds(String pointer, String yaml, String words) {
        assertThatThrownBy(() -> server.create(with(pointer, yaml)))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getMessage())
                        .contains("mlfd-runs", "denied request: " + words));
    }
}
