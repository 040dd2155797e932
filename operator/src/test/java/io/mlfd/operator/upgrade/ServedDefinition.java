package io.mlfd.operator.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.operator.ApiServerCluster;
import io.mlfd.operator.Runs;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Exchanges the definition of a real API server under the runs that it holds. */
record ServedDefinition(KubernetesClient client) {
    /** A field that no run has: its only value tells the definitions apart, of which each takes a moment to come into force. */
    private static final String MARK = "servedAs";

    void exchange(String name, String definition) {
        CustomResourceDefinition next =
                client.getKubernetesSerialization().unmarshal(definition, CustomResourceDefinition.class);
        next.getSpec()
                .getVersions()
                .get(0)
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec")
                .getProperties()
                .put(
                        MARK,
                        new JSONSchemaPropsBuilder()
                                .withType("string")
                                .withMaxLength(64L)
                                .withEnum(new TextNode(name))
                                .build());
        new ApiServerCluster(client).definition().edit(now -> new CustomResourceDefinitionBuilder(now)
                .withSpec(next.getSpec())
                .build());
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!isServed(name)) {
            assertThat(System.nanoTime())
                    .as("the definition of %s has come into force", name)
                    .isLessThan(limit);
        }
    }

    private boolean isServed(String name) {
        GenericKubernetesResource probe =
                new ApiServerCluster(client).written("probe-of-the-definition", Runs.SPEC + MARK + ": " + name + "\n");
        try {
            Map<?, ?> taken = (Map<?, ?>) client.resource(probe)
                    .dryRun()
                    .create()
                    .getAdditionalProperties()
                    .get("spec");
            return name.equals(taken.get(MARK));
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).as(e.getMessage()).isEqualTo(422);
            return false;
        }
    }
}
