package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.mlfd.api.MLFDRunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The definition of a later release before its operator, as every upgrade brings it and every rollback leaves it. */
@WholeCluster
class LaterDefinitionIT {
    private static final String SAMPLE = "ffl-quickstart";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String OPERATOR =
            "/api/v1/namespaces/" + Settings.OPERATOR_NAMESPACE + "/services/" + Settings.OPERATOR + ":http/proxy";

    @Test
    void aRunWithANewFieldIsHeldAndTheOthersGoOn() throws Exception {
        Scenario.play(scenario -> {
            Resource<CustomResourceDefinition> definition = scenario.client()
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("mlfdruns.mlfd.io");
            CustomResourceDefinition now = definition.get();
            try {
                definition.edit(LaterDefinitionIT::later);
                play(scenario);
            } finally {
                definition.edit(changed -> new CustomResourceDefinitionBuilder(changed)
                        .withSpec(now.getSpec())
                        .build());
            }
        });
    }

    private static CustomResourceDefinition later(CustomResourceDefinition now) {
        CustomResourceDefinition later = new CustomResourceDefinitionBuilder(now).build();
        later.getSpec()
                .getVersions()
                .get(0)
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec")
                .getProperties()
                .put("newField", new JSONSchemaPropsBuilder().withType("string").build());
        return later;
    }

    private static void play(Scenario scenario) throws IOException {
        OperatorPods operator = new OperatorPods(scenario.client());
        Set<String> before = operator.uids();
        int restarts = operator.restarts();
        ClusterRun first = scenario.run(make(scenario, "first", false));
        first.await("Running", LIMIT, s -> "Running".equals(s.phase()));

        make(scenario, "second", true);
        JsonNode held = held(scenario.client(), scenario.namespace());
        assertThat(held.at("/status/conditions/0/status").asText()).isEqualTo("False");
        assertThat(held.at("/status/conditions/0/message").asText())
                .isEqualTo("spec.newField: this operator does not know it; upgrade the operator");

        ClusterRun third = scenario.run(make(scenario, "third", false));
        third.await("Running", LIMIT, s -> "Running".equals(s.phase()));
        scenario.kubectl()
                .run("patch", "mlfdrun", "third", "--type", "merge", "--patch", "{\"spec\":{\"suspend\":true}}");
        third.await("Suspended", LIMIT, s -> "Suspended".equals(s.phase()));
        scenario.kubectl()
                .run("patch", "mlfdrun", "third", "--type", "merge", "--patch", "{\"spec\":{\"suspend\":false}}");
        MLFDRunStatus complete = third.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
        assertThat(complete.results()).isNotEmpty();
        first.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));

        assertThat(scenario.run("second").jobs()).isEmpty();
        assertThat(scenario.kubectl().run("get", "--raw", OPERATOR + "/q/health/live"))
                .contains("\"status\": \"UP\"", "watches");
        String whose = " " + scenario.namespace() + "/";
        assertThat(operator.log())
                .contains(
                        whose + "first: RunStarted: ",
                        whose + "second: NotUnderstood: spec.newField: this operator does not know it",
                        whose + "third: RunSuspended",
                        whose + "third: RunComplete: ")
                .doesNotContain(whose + "second: RunStarted");
        assertThat(operator.uids()).isEqualTo(before);
        assertThat(operator.restarts()).isEqualTo(restarts);
    }

    /** The sample under another name. A definition takes a moment until a field of it is kept. */
    private static String make(Scenario scenario, String name, boolean later) throws IOException {
        KubernetesClient client = scenario.client();
        GenericKubernetesResource run = client.getKubernetesSerialization()
                .unmarshal(Files.readString(Settings.sample(SAMPLE)), GenericKubernetesResource.class);
        run.getMetadata().setName(name);
        run.getMetadata().setNamespace(scenario.namespace());
        if (later) {
            spec(run).put("newField", "more");
        }
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (later && !spec(client.resource(run).dryRun().create()).containsKey("newField")) {
            assertThat(System.nanoTime())
                    .as("the definition has come into force")
                    .isLessThan(limit);
        }
        client.resource(run).create();
        return name;
    }

    @SuppressWarnings("unchecked") // what a JSON object is read as
    private static Map<String, Object> spec(GenericKubernetesResource run) {
        return (Map<String, Object>) run.getAdditionalProperties().get("spec");
    }

    private static JsonNode held(KubernetesClient client, String namespace) {
        GenericKubernetesResource held = client.genericKubernetesResources("mlfd.io/v1alpha1", "MLFDRun")
                .inNamespace(namespace)
                .withName("second")
                .waitUntilCondition(
                        run -> run != null && run.getAdditionalProperties().containsKey("status"),
                        60,
                        TimeUnit.SECONDS);
        return client.getKubernetesSerialization().convertValue(held, JsonNode.class);
    }
}
