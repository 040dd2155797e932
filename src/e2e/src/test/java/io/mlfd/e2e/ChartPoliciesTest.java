package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What runs may name, and whom their pods may reach, as the chart's values have it. */
class ChartPoliciesTest {
    private static final String POLICY = "ValidatingAdmissionPolicy/mlfd-runs";

    @TempDir
    private Path folder;

    private ClusterObjects render(String values) throws IOException {
        return Chart.render(folder, Settings.OPERATOR_NAMESPACE, "1.30.0", values);
    }

    @Test
    void whereNothingIsNamedNothingIsAllowed() throws IOException {
        assertThat(validations("admissionPolicies: {create: true}", "message"))
                .containsExactly(
                        "pod.image: is not allowed here",
                        "pod.priorityClassName: is not allowed here",
                        "pod.tolerations: is not allowed here",
                        "pod.volumes: Secrets are not allowed here",
                        "pod.serviceAccountToken: is not allowed here");
    }

    @Test
    void whatIsNamedIsAllowedAndTold() throws IOException {
        String values = """
                admissionPolicies:
                  create: true
                  images: [a.example/, b.example/x]
                  priorityClasses: [low, middle, high]
                  tolerations: [gpu]
                  claimPrefix: team-
                  secrets: true
                  serviceAccountTokens: true
                """;

        assertThat(validations(values, "message"))
                .containsExactly(
                        "pod.image: only images of a.example/ and b.example/x are allowed here",
                        "pod.priorityClassName: only low, middle and high are allowed here",
                        "pod.tolerations: only those of gpu are allowed here",
                        "only claims whose names begin with team- are allowed here");
        assertThat(validations(values, "expression").get(0)).contains("['a.example/', 'b.example/x'].exists(prefix,");
        assertThat(validations(values, "expression").get(1)).endsWith(" in ['low', 'middle', 'high'])");
    }

    private List<String> validations(String values, String field) throws IOException {
        List<String> texts = new ArrayList<>();
        render(values)
                .get(POLICY)
                .at("/spec/validations")
                .forEach(validation -> texts.add(validation.get(field).textValue()));
        return texts;
    }

    @Test
    void runsElsewhereAreLeftToOthers() throws IOException {
        JsonNode matched = render("{watchNamespaces: [vision, speech], admissionPolicies: {create: true}}")
                .get(POLICY)
                .at("/spec/matchConstraints/namespaceSelector/matchExpressions/0");

        assertThat(matched.get("key").asText()).isEqualTo("kubernetes.io/metadata.name");
        assertThat(matched.get("values").toString()).isEqualTo("[\"vision\",\"speech\"]");
        assertThat(render("admissionPolicies: {create: true}")
                        .get(POLICY)
                        .at("/spec/matchConstraints")
                        .has("namespaceSelector"))
                .isFalse();
    }

    @Test
    void everyWatchedNamespaceHasAPolicyForPodsOfStages() throws IOException {
        ClusterObjects chart = render("{watchNamespaces: [vision, speech], stageNetworkPolicy: {create: true}}");

        assertThat(chart.keys("NetworkPolicy"))
                .containsExactly("NetworkPolicy/speech/mlfd-stages", "NetworkPolicy/vision/mlfd-stages");
        JsonNode policy = chart.get("NetworkPolicy/vision/mlfd-stages").get("spec");
        assertThat(policy.has("ingress")).as("nobody is let in").isFalse();
        assertThat(policy.at("/egress").toString())
                .isEqualTo("[{\"ports\":[{\"port\":53,\"protocol\":\"UDP\"},{\"port\":53,\"protocol\":\"TCP\"}]}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stageNetworkPolicy: {create: true} | watchNamespaces names none; apply manifests/stage-network in each instead",
                "admissionPolicies: {images: [\"a'b\"]} | at '/admissionPolicies/images/0': 'a\\'b' does not match pattern",
                "admissionPolicies: {claimPrefix: \"a'\"} | at '/admissionPolicies/claimPrefix': 'a\\'' does not match pattern",
            })
    void whatCannotBeIsRefused(String values, String message) {
        assertThatThrownBy(() -> render(values)).hasMessageContaining(message);
    }

    @Test
    void anOlderClusterIsNamed() {
        assertThatThrownBy(() -> Chart.render(folder, "admissionPolicies: {create: true}"))
                .hasMessageContaining("admissionPolicies: need Kubernetes 1.30, this is v1.29.0");
    }
}
