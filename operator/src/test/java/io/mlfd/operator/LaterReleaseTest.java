package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.Operator;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.build.Labels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The definition of a later release with this operator, as in every upgrade, which brings it first, and after every rollback: no
 * object ends the watch of the others.
 */
@QuarkusTest
@WithTestResource(ApiServerResource.class)
class LaterReleaseTest {
    @Inject
    KubernetesClient client;

    @Inject
    Operator operator;

    @TestHTTPResource("/q/health/live")
    URL live;

    @BeforeAll
    static void say() {
        if (!ApiServerResource.available()) {
            System.err.println("NOT RUN: LaterReleaseTest (objects of a later release on a real API server):"
                    + " KUBE_API_TEST_DIR is not set");
        }
    }

    @BeforeEach
    void install() throws Exception {
        Assumptions.assumeTrue(ApiServerResource.available());
        cluster().install();
        operator.start();
    }

    @AfterEach
    void stop() {
        if (ApiServerResource.available()) {
            operator.stop();
        }
    }

    private ApiServerCluster cluster() {
        return new ApiServerCluster(client);
    }

    /** Changes the properties of spec, or of status, in what the API server takes. */
    private void define(String part, Consumer<Map<String, JSONSchemaProps>> change) {
        CustomResourceDefinition later = cluster().definition().edit(now -> {
            CustomResourceDefinition copy = new CustomResourceDefinitionBuilder(now).build();
            change.accept(copy.getSpec()
                    .getVersions()
                    .get(0)
                    .getSchema()
                    .getOpenAPIV3Schema()
                    .getProperties()
                    .get(part)
                    .getProperties());
            return copy;
        });
        assertThat(later.getMetadata().getGeneration()).isGreaterThan(1);
    }

    private static JSONSchemaProps text() {
        return new JSONSchemaPropsBuilder()
                .withType("string")
                .withMaxLength(16L)
                .build();
    }

    private Resource<GenericKubernetesResource> run(String name) {
        return client.genericKubernetesResources(MLFDRun.API_VERSION, MLFDRun.KIND)
                .inNamespace(Runs.NAMESPACE)
                .withName(name);
    }

    /** A definition takes a moment until objects are held to it: till then fields are dropped and values refused. */
    private void create(String name, String more) {
        GenericKubernetesResource written = cluster().written(name, Runs.SPEC + more);
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!isTaken(written)) {
            assertThat(System.nanoTime())
                    .as("the definition has come into force")
                    .isLessThan(limit);
        }
        client.resource(written).create();
    }

    private boolean isTaken(GenericKubernetesResource written) {
        try {
            JsonNode taken = tree(client.resource(written).dryRun().create()).get("spec");
            return tree(written).get("spec").properties().stream().allMatch(field -> taken.has(field.getKey()));
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).isEqualTo(422);
            return false;
        }
    }

    private JsonNode await(String name, Predicate<JsonNode> condition) {
        try {
            return tree(run(name)
                    .waitUntilCondition(there -> there != null && condition.test(tree(there)), 30, TimeUnit.SECONDS));
        } catch (KubernetesClientTimeoutException e) {
            throw new AssertionError("never so: " + tree(run(name).get()), e);
        }
    }

    private JsonNode tree(GenericKubernetesResource there) {
        return client.getKubernetesSerialization().convertValue(there, JsonNode.class);
    }

    private static JsonNode condition(JsonNode run, String type) {
        return StreamSupport.stream(run.at("/status/conditions").spliterator(), false)
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static Predicate<JsonNode> accepted(String reason) {
        return run -> condition(run, "Accepted").path("reason").asText().equals(reason);
    }

    private static Predicate<JsonNode> phase(String phase) {
        return run -> run.at("/status/phase").asText().equals(phase);
    }

    /** The framework does nothing about an informer that ends unless somebody listens. */
    @Test
    void theOperatorListensForWatchesThatEnd() {
        assertThat(operator.getConfigurationService().getInformerStoppedHandler())
                .hasValueSatisfying(handler -> assertThat(handler).isInstanceOf(StoppedInformers.class));
    }

    private int liveness() throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(live.toURI()).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aFieldThatThisOperatorDoesNotKnowHoldsItsRunAndNoOther() throws Exception {
        define("spec", fields -> fields.put("newField", text()));
        create("field-before", "");
        await("field-before", accepted("Valid"));

        create("field", "newField: more");
        JsonNode held = await("field", accepted("NotUnderstood"));
        assertThat(condition(held, "Accepted").path("status").asText()).isEqualTo("False");
        assertThat(condition(held, "Accepted").path("message").asText())
                .isEqualTo("spec.newField: this operator does not know it; upgrade the operator");
        assertThat(condition(held, "Stalled").path("status").asText()).isEqualTo("True");
        assertThat(held.at("/status/startTime").isMissingNode()).isTrue();

        create("field-after", "");
        cluster().complete("field-after");
        await("field-after", phase("Complete"));
        cluster().complete("field-before");
        await("field-before", phase("Complete"));
        assertThat(client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(Runs.NAMESPACE)
                        .withLabel(Labels.RUN, "field")
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(liveness()).isEqualTo(200);

        client.resource(cluster().written("field", Runs.SPEC)).update();
        await("field", accepted("Valid"));
    }

    @Test
    void valuesThatThisOperatorDoesNotKnowHoldTheirRunsAndNoOther() throws Exception {
        define("spec", fields -> {
            fields.put("parallelism", text());
            fields.get("retention").getProperties().get("onDelete").getEnum().add(new TextNode("Archive"));
        });
        create("kind", "parallelism: many");
        create("word", "retention: {onDelete: Archive}");
        assertThat(condition(await("kind", accepted("NotUnderstood")), "Accepted")
                        .path("message")
                        .asText())
                .isEqualTo("spec.parallelism: \"many\" means nothing to this operator; upgrade the operator");
        assertThat(condition(await("word", accepted("NotUnderstood")), "Accepted")
                        .path("message")
                        .asText())
                .isEqualTo("spec.retention.onDelete: \"Archive\" means nothing to this operator; upgrade the operator");

        create("value-after", "");
        cluster().complete("value-after");
        await("value-after", phase("Complete"));
        assertThat(liveness()).isEqualTo(200);
    }

    /** It was accepted before, as by the operator of the release to which it was rolled back from. */
    @Test
    void aRunUnderWayGoesOnWithThePlanThatWasAccepted() throws Exception {
        define("spec", fields -> fields.put("newField", text()));
        define("status", fields -> fields.put("newField", text()));
        create("underway", "");
        cluster().complete("underway", "teacher/a");
        await("underway", run -> run.at("/status/stagesDone").asText().equals("1/6"));

        create("probe", "newField: more");
        client.resource(cluster().written("underway", Runs.SPEC + "newField: more"))
                .update();
        JsonNode told = await("underway", accepted("UnknownFields"));
        assertThat(condition(told, "Accepted").path("status").asText()).isEqualTo("True");
        assertThat(condition(told, "Accepted").path("message").asText())
                .isEqualTo("6 stages, which go on without what is not understood: spec.newField: this operator does not"
                        + " know it; upgrade the operator");
        run("underway").editStatus(now -> {
            GenericKubernetesResource later = new GenericKubernetesResource();
            later.setApiVersion(now.getApiVersion());
            later.setKind(now.getKind());
            later.setMetadata(now.getMetadata());
            ObjectNode status = (ObjectNode) tree(now).get("status");
            later.setAdditionalProperty("status", status.put("newField", "more").put("phase", "Resting"));
            return later;
        });
        for (String stage : List.of("teacher/b", "joint", "distill/a", "distill/b", "report")) {
            cluster().complete("underway", stage);
        }
        JsonNode complete = await("underway", phase("Complete"));
        assertThat(complete.at("/status/newField").asText())
                .as("what is another release's stays")
                .isEqualTo("more");
        assertThat(liveness()).isEqualTo(200);
    }
}
