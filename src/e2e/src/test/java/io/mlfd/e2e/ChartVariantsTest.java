package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which objects the chart's values make, and what is in them beside the operator's pod. */
class ChartVariantsTest {
    @TempDir
    private Path folder;

    private ClusterObjects byDefault;

    @BeforeEach
    void renderDefault() throws IOException {
        byDefault = render("");
    }

    private ClusterObjects render(String values) throws IOException {
        return Chart.render(folder, values);
    }

    @Test
    void withWatchedNamespacesTheOperatorHasRolesThereAndNothingClusterWide() throws IOException {
        ClusterObjects chart = render("watchNamespaces: [vision, speech]");

        assertThat(chart.keys("ClusterRole")).containsExactly("ClusterRole/mlfd-edit", "ClusterRole/mlfd-view");
        assertThat(chart.keys("ClusterRoleBinding")).isEmpty();
        assertThat(chart.keys("Role"))
                .containsExactly(
                        "Role/mlfd-system/mlfd-operator-leader-election",
                        "Role/speech/mlfd-operator",
                        "Role/vision/mlfd-operator");
        assertThat(chart.keys("RoleBinding"))
                .containsExactly(
                        "RoleBinding/mlfd-system/mlfd-operator-leader-election",
                        "RoleBinding/speech/mlfd-operator",
                        "RoleBinding/vision/mlfd-operator");
        for (String namespace : List.of("vision", "speech")) {
            JsonNode role = chart.get("Role/" + namespace + "/mlfd-operator");
            JsonNode binding = chart.get("RoleBinding/" + namespace + "/mlfd-operator");
            assertThat(role.get("rules"))
                    .as("the same rights, in one namespace")
                    .isEqualTo(byDefault.get("ClusterRole/mlfd-operator").get("rules"));
            assertThat(binding.at("/roleRef/kind").asText()).isEqualTo("Role");
            assertThat(binding.at("/roleRef/name").asText()).isEqualTo("mlfd-operator");
            assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo("mlfd-system");
        }
        assertThat(Chart.variable(chart, "QUARKUS_OPERATOR_SDK_NAMESPACES")).containsExactly("vision,speech");
    }

    @Test
    void withoutThemTheOperatorIsToldOfNone() {
        assertThat(Chart.variable(byDefault, "QUARKUS_OPERATOR_SDK_NAMESPACES")).isEmpty();
    }

    @Test
    void itsOwnNamespaceMayBeTheWatchedOne() throws IOException {
        assertThat(render("watchNamespaces: [mlfd-system]").keys("Role"))
                .containsExactly("Role/mlfd-system/mlfd-operator", "Role/mlfd-system/mlfd-operator-leader-election");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crds: {install: false} | CustomResourceDefinition/mlfdruns.mlfd.io",
                "userRoles: {create: false} | ClusterRole/mlfd-edit ClusterRole/mlfd-view",
                "podDisruptionBudget: {create: false} | PodDisruptionBudget/mlfd-system/mlfd-operator",
                "resourceQuota: {create: false} | ResourceQuota/mlfd-system/mlfd-operator-critical",
                "priorityClassName: urgent | ResourceQuota/mlfd-system/mlfd-operator-critical",
                "serviceAccount: {create: false} | ServiceAccount/mlfd-system/mlfd-operator",
                "rbac: {create: false} | ClusterRole/mlfd-operator ClusterRoleBinding/mlfd-operator"
                        + " Role/mlfd-system/mlfd-operator-leader-election RoleBinding/mlfd-system/mlfd-operator-leader-election",
            })
    void aSwitchLeavesOutWhatItNames(String values, String gone) throws IOException {
        List<String> left = byDefault.byKey().keySet().stream()
                .filter(key -> !List.of(gone.split(" ")).contains(key))
                .toList();

        assertThat(render(values).byKey().keySet())
                .containsExactlyElementsOf(left)
                .hasSize(byDefault.byKey().size() - gone.split(" ").length);
    }

    @Test
    void anAccountOfAnotherNameIsBoundAndUsed() throws IOException {
        ClusterObjects chart = render("""
                serviceAccount: {name: carried, annotations: {role: "7"}}
                watchNamespaces: [vision]
                """);

        assertThat(chart.get("ServiceAccount/mlfd-system/carried")
                        .at("/metadata/annotations/role")
                        .asText())
                .isEqualTo("7");
        assertThat(chart.get(Chart.DEPLOYMENT)
                        .at(Chart.POD + "/serviceAccountName")
                        .asText())
                .isEqualTo("carried");
        for (String binding : chart.keys("RoleBinding")) {
            assertThat(chart.get(binding).at("/subjects/0/name").asText()).isEqualTo("carried");
        }
        assertThat(render("serviceAccount: {name: carried}")
                        .get("ClusterRoleBinding/mlfd-operator")
                        .at("/subjects/0/name")
                        .asText())
                .isEqualTo("carried");
    }

    @Test
    void aNetworkPolicyLeavesMetricsAndTheApiServer() throws IOException {
        JsonNode policy =
                render("""
                networkPolicy:
                  create: true
                  metricsFrom: [{namespaceSelector: {matchLabels: {name: monitoring}}}]
                  apiServerPorts: [6443]
                """).get("NetworkPolicy/mlfd-system/mlfd-operator").get("spec");

        assertThat(policy.get("podSelector").get("matchLabels"))
                .isEqualTo(byDefault.get(Chart.DEPLOYMENT).at("/spec/template/metadata/labels"));
        assertThat(policy.get("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(policy.get("ingress").toString())
                .isEqualTo("[{\"ports\":[{\"port\":\"http\"}],"
                        + "\"from\":[{\"namespaceSelector\":{\"matchLabels\":{\"name\":\"monitoring\"}}}]}]");
        assertThat(policy.get("egress").toString())
                .isEqualTo("[{\"ports\":[{\"port\":6443,\"protocol\":\"TCP\"}]},"
                        + "{\"ports\":[{\"port\":53,\"protocol\":\"UDP\"},{\"port\":53,\"protocol\":\"TCP\"}]}]");
        assertThat(render("networkPolicy: {create: true}")
                        .get("NetworkPolicy/mlfd-system/mlfd-operator")
                        .at("/spec/ingress/0")
                        .has("from"))
                .as("everybody, where nobody is named")
                .isFalse();
        assertThat(byDefault.keys("NetworkPolicy")).isEmpty();
    }

    /** Nothing in the cluster's network leads to it. */
    @Test
    void theConsoleIsOffAndOtherwiseReachedByAForwardedPortOnly() throws IOException {
        ClusterObjects chart = render("console: {create: true}");

        assertThat(Chart.variable(byDefault, "MLFD_CONSOLE")).isEmpty();
        assertThat(Chart.variable(chart, "MLFD_CONSOLE")).containsExactly("true");
        assertThat(chart.get(Chart.DEPLOYMENT).at(Chart.CONTAINER + "/ports"))
                .isEqualTo(byDefault.get(Chart.DEPLOYMENT).at(Chart.CONTAINER + "/ports"));
        assertThat(chart.keys("Service")).isEqualTo(byDefault.keys("Service"));
        assertThat(chart.keys("RoleBinding"))
                .as("bound by whoever administers the cluster")
                .isEqualTo(byDefault.keys("RoleBinding"));
        assertThat(chart.get("Role/mlfd-system/mlfd-console").at("/rules/2").toString())
                .isEqualTo(
                        "{\"apiGroups\":[\"\"],\"resources\":[\"pods/portforward\"],\"verbs\":[\"get\",\"create\"]}");
    }

    @Test
    void aServiceMonitorFindsTheService() throws IOException {
        JsonNode monitor = render("serviceMonitor: {create: true, interval: 1m, labels: {release: prometheus}}")
                .get("ServiceMonitor/mlfd-system/mlfd-operator");
        JsonNode service = byDefault.get("Service/mlfd-system/mlfd-operator");

        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
        assertThat(monitor.at("/spec/endpoints").toString())
                .isEqualTo("[{\"port\":\"http\",\"path\":\"/q/metrics\",\"interval\":\"1m\",\"honorLabels\":true}]");
        monitor.at("/spec/selector/matchLabels").properties().forEach(label -> assertThat(
                        service.at("/metadata/labels").get(label.getKey()))
                .isEqualTo(label.getValue()));
        assertThat(service.at("/spec/ports/0/name").asText()).isEqualTo("http");
        assertThat(byDefault.keys("ServiceMonitor")).isEmpty();
    }

    @Test
    void whoInstallsIsToldTheFirstCommandsForTheNamespacesThatAreWatched() throws IOException {
        assertThat(Chart.notes(folder, "{}"))
                .contains(
                        "all namespaces",
                        "kubectl -n mlfd-system rollout status deployment/mlfd-operator",
                        "kubectl create namespace research",
                        "kubectl -n research apply -f manifests/samples/quickstart.yaml");
        assertThat(Chart.notes(folder, "watchNamespaces: [vision, speech]"))
                .contains("the runs of vision, speech", "kubectl -n vision apply -f manifests/samples/quickstart.yaml")
                .doesNotContain("kubectl create namespace", "research");
    }

    @Test
    void anotherChartMayHaveItAsAPart() throws IOException {
        Path parent = Files.createDirectories(folder.resolve("platform"));
        Files.writeString(parent.resolve("Chart.yaml"), "{apiVersion: v2, name: platform, version: 1.0.0}");
        Files.writeString(parent.resolve("values.yaml"), "{global: {region: here}, mlfd-operator: {replicas: 3}}");
        copy(Chart.FOLDER, parent.resolve("charts/mlfd-operator"));

        ClusterObjects objects = ClusterObjects.read(new Helm(parent)
                .template()
                .withName("platform")
                .withNamespace("mlfd-system")
                .withKubeVersion("1.29.0")
                .call());

        assertThat(objects.get(Chart.DEPLOYMENT).at("/spec/replicas").asInt()).isEqualTo(3);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
