package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who installs with kustomize gets what the chart installs with the values that say the same. */
@EnabledIf(value = "io.mlfd.e2e.Kustomize#isThere", disabledReason = Kustomize.NOT_RUN)
class KustomizeTest {
    private static final String DEFINITION = "CustomResourceDefinition/mlfdruns.mlfd.io";
    private static final String WITH_POLICIES = "1.30.0";
    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    private Path folder;

    static List<Arguments> installations() {
        return List.of(
                Arguments.of("mlfd-system", "resources: [mlfd/manifests/default]", ""),
                Arguments.of(
                        "mlfd-system",
                        "resources: [mlfd/manifests/with-network-policy]",
                        "networkPolicy: {create: true}"),
                Arguments.of(
                        "mlfd-system",
                        "resources: [mlfd/manifests/with-monitoring]",
                        "{serviceMonitor: {create: true}, prometheusRule: {create: true}, grafanaDashboard: {create: true}}"),
                Arguments.of("mlfd-system", """
                                resources: [mlfd/manifests/default]
                                components: [mlfd/manifests/components/console]
                                """, "console: {create: true}"),
                Arguments.of("mlfd-system", """
                                resources: [mlfd/manifests/default]
                                components: [mlfd/manifests/components/admission-policies]
                                """, """
                                admissionPolicies:
                                  create: true
                                  images: [registry.example/mlfd/]
                                  priorityClasses: [research, batch]
                                  tolerations: [nvidia.com/gpu]
                                  claimPrefix: mlfd-
                                """),
                Arguments.of("vision", """
                                namespace: vision
                                resources: [mlfd/manifests/namespaced, mlfd/manifests/stage-network]
                                components: [mlfd/manifests/components/network-policy, mlfd/manifests/components/monitoring, mlfd/manifests/components/console]
                                """, """
                                watchNamespaces: [vision]
                                crds: {install: false}
                                userRoles: {create: false}
                                resourceQuota: {create: false}
                                console: {create: true}
                                networkPolicy: {create: true}
                                stageNetworkPolicy: {create: true}
                                serviceMonitor: {create: true}
                                prometheusRule: {create: true}
                                grafanaDashboard: {create: true}
                                """));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void theObjectsAreThoseOfTheChart(String namespace, String kustomization, String values) throws IOException {
        ClusterObjects kustomized = Kustomize.buildBeside(folder, kustomization);
        ClusterObjects chart = Chart.render(folder, namespace, WITH_POLICIES, values);

        assertThat(unlabelled(kustomized)).isEqualTo(unlabelled(chart)).hasSizeGreaterThan(5);
        assertThat(chart.byKey()).allSatisfy((key, object) -> {
            if (!key.equals(DEFINITION)) {
                assertThat(labels(kustomized.get(key))).isEqualTo(withoutHelms(labels(object)));
            }
        });
    }

    /** By key, but for what one of the two cannot have: the namespace is Helm's to make, what Helm keeps is annotated so. */
    private static Map<String, JsonNode> unlabelled(ClusterObjects objects) {
        Map<String, JsonNode> unlabelled = new TreeMap<>();
        objects.byKey().forEach((key, object) -> {
            ObjectNode copy = object.deepCopy();
            copy.withObject("/metadata").remove("labels");
            if (key.equals(DEFINITION)) {
                copy.withObject("/metadata").remove("annotations");
            }
            copy.at("/spec/template/spec/containers/0/env").forEach(variable -> resolve(variable, copy));
            unlabelled.put(key, copy);
        });
        unlabelled.remove("Namespace/" + Settings.OPERATOR_NAMESPACE);
        return unlabelled;
    }

    /** The pod's own namespace, where one is to be watched, is a name that the chart knows and a kustomization does not. */
    private static void resolve(JsonNode variable, JsonNode deployment) {
        if (variable.get("name").asText().equals("QUARKUS_OPERATOR_SDK_NAMESPACES")
                && variable.at("/valueFrom/fieldRef/fieldPath").asText().equals("metadata.namespace")) {
            ((ObjectNode) variable).remove("valueFrom");
            ((ObjectNode) variable).set("value", deployment.at("/metadata/namespace"));
        }
    }

    private static ObjectNode labels(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        return copy.withObject("/metadata/labels");
    }

    private static JsonNode withoutHelms(ObjectNode labels) {
        assertThat(labels.remove("app.kubernetes.io/managed-by").asText()).isEqualTo("Helm");
        assertThat(labels.remove("app.kubernetes.io/instance").asText()).isEqualTo("mlfd");
        assertThat(labels.remove("helm.sh/chart").asText())
                .isEqualTo("mlfd-operator-" + System.getProperty("mlfd.version"));
        return labels;
    }

    @Test
    void whatAnAdministratorAppliesOnceIsTheRestAndTheRightToInstall() throws IOException {
        ClusterObjects all = Kustomize.build(Kustomize.MANIFESTS.resolve("default"));
        ClusterObjects once = Kustomize.build(Kustomize.MANIFESTS.resolve("cluster"));

        assertThat(once.byKey().keySet())
                .containsExactlyInAnyOrder(
                        DEFINITION, "ClusterRole/mlfd-edit", "ClusterRole/mlfd-view", "ClusterRole/mlfd-installer");
        once.byKey().forEach((key, object) -> {
            if (!key.endsWith("installer")) {
                assertThat(object).isEqualTo(all.get(key));
            }
        });
    }

    /** Of a cluster role, and of anything else that has no namespace, nothing is in what a namespace's administrator applies. */
    @Test
    void inOneNamespaceNothingIsClusterWide() throws IOException {
        ClusterObjects objects = Kustomize.buildBeside(folder, """
                namespace: vision
                resources: [mlfd/manifests/namespaced, mlfd/manifests/stage-network]
                components: [mlfd/manifests/components/network-policy, mlfd/manifests/components/monitoring]
                """);

        assertThat(objects.byKey().keySet()).hasSizeGreaterThan(8).allMatch(key -> key.contains("/vision/"));
        assertThat(objects.byKey().values())
                .noneMatch(object -> object.toString().contains("mlfd-system"));
    }

    static List<String> documented() throws IOException {
        return DocumentationPage.all().stream()
                .flatMap(page -> page.blocks("yaml").stream())
                .filter(block -> block.contains("kustomize.config.k8s.io"))
                .toList();
    }

    /** Both images where images are changed: one stands in the environment, where kustomize does not look for it. */
    @ParameterizedTest
    @MethodSource("documented")
    void whatTheDocumentationShowsIsInstalled(String kustomization) throws IOException {
        ClusterObjects objects = Kustomize.buildBeside(folder, kustomization);

        JsonNode container = objects.get(objects.keys("Deployment").get(0)).at("/spec/template/spec/containers/0");
        String registry = kustomization.contains("REGISTRY") ? "REGISTRY" : "localhost";
        assertThat(container.get("image").asText()).isEqualTo(registry + "/mlfd-operator:0.1.0");
        assertThat(container.at("/env/0/value").asText()).isEqualTo(registry + "/mlfd-trainer:0.1.0");
    }

    static List<Path> kustomizations() throws IOException {
        try (Stream<Path> files = Files.walk(Kustomize.MANIFESTS)) {
            return files.filter(file -> file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everyLabelNamesThisVersion(Path file) throws IOException {
        YAML.readTree(file.toFile()).path("labels").forEach(labels -> assertThat(
                        labels.at("/pairs/app.kubernetes.io~1version").asText())
                .isEqualTo(System.getProperty("mlfd.version")));
    }
}
