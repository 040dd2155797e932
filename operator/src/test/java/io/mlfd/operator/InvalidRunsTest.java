package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.zjsonpatch.JsonPatch;
import io.javaoperatorsdk.operator.Operator;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.operator.build.Labels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad runs that an API server takes: each is refused with the path of everything that is wrong with it, and nothing is made of it. */
@QuarkusTest
@WithTestResource(ApiServerResource.class)
class InvalidRunsTest {
    /** Written by the tests of {@code crds}, which have the files that the API server refuses itself. */
    private static final Path FILE = Path.of("../crds/src/test/resources/io/mlfd/plan/left-to-the-operator.yaml");

    private static final int SECONDS = 30;

    @Inject
    KubernetesClient client;

    @Inject
    Operator operator;

    @BeforeAll
    static void say() {
        if (!ApiServerResource.available()) {
            System.err.println(
                    "NOT RUN: InvalidRunsTest (bad runs on a real API server): KUBE_API_TEST_DIR is not set");
        }
    }

    @BeforeEach
    void install() throws Exception {
        Assumptions.assumeTrue(ApiServerResource.available());
        new ApiServerCluster(client).install();
        operator.start();
    }

    @AfterEach
    void stop() {
        if (ApiServerResource.available()) {
            operator.stop();
        }
    }

    @Test
    void everyProblemIsToldWithItsPathAndNothingIsMade() throws Exception {
        JsonNode written = new YAMLMapper().readTree(FILE.toFile());
        List<JsonNode> bad = new ArrayList<>();
        written.get("bad").forEach(bad::add);
        assertThat(bad).hasSizeGreaterThan(30);
        create("good", written.get("good"));
        for (int i = 0; i < bad.size(); i++) {
            create(
                    "bad-" + i,
                    JsonPatch.apply(bad.get(i).get("patch"), specOf(written)).get("spec"));
        }
        assertThat(accepted("good")).as("what is spoilt").returns("True", Condition::status);
        for (int i = 0; i < bad.size(); i++) {
            JsonNode file = bad.get(i);
            Condition accepted = accepted("bad-" + i);
            assertThat(accepted).as(file.get("name").asText()).returns("False", Condition::status);
            file.get("paths").forEach(path -> assertThat(accepted.message())
                    .as(file.get("name").asText())
                    .contains(path.asText()));
            assertThat(childrenOf("bad-" + i)).as(file.get("name").asText()).isEmpty();
        }
        assertThat(childrenOf("good")).as("where children are looked for").isNotEmpty();
    }

    private static JsonNode specOf(JsonNode written) {
        return new YAMLMapper()
                .createObjectNode()
                .set("spec", written.get("good").deepCopy());
    }

    private void create(String name, JsonNode spec) {
        client.resource(new ApiServerCluster(client).written(name, spec.toString()))
                .create();
    }

    private Resource<MLFDRun> run(String name) {
        return client.resources(MLFDRun.class).inNamespace(Runs.NAMESPACE).withName(name);
    }

    private Condition accepted(String name) {
        return run(name)
                .waitUntilCondition(run -> run != null && run.getStatus() != null, SECONDS, TimeUnit.SECONDS)
                .getStatus()
                .conditions()
                .stream()
                .filter(condition -> condition.type().equals("Accepted"))
                .findFirst()
                .orElseThrow();
    }

    /** By the run's label: Jobs, pods, claims. */
    private List<String> childrenOf(String run) {
        List<String> children = new ArrayList<>();
        client.batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, run)
                .list()
                .getItems()
                .forEach(job -> children.add("Job " + job.getMetadata().getName()));
        client.pods()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, run)
                .list()
                .getItems()
                .forEach(pod -> children.add("Pod " + pod.getMetadata().getName()));
        client.persistentVolumeClaims().inNamespace(Runs.NAMESPACE).list().getItems().stream()
                .filter(claim -> claim.getMetadata().getName().startsWith(run + "-")
                        || run.equals(claim.getMetadata().getLabels().get(Labels.RUN)))
                .forEach(claim -> children.add(
                        "PersistentVolumeClaim " + claim.getMetadata().getName()));
        return children;
    }
}
