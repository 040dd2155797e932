package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server takes what the chart and the manifests make, field by field. Nothing is kept of it. */
@PartOfTheCluster
class AppliedObjectsIT {
    /** Of the Prometheus Operator, whose definitions are not here. */
    private static final String MONITORING = "monitoring.coreos.com/v1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{replicas: 1, priorityClassName: '', topologySpread: {topologyKey: ''}, podDisruptionBudget: {create: false}}",
                "{watchNamespaces: [mlfd-system], crds: {install: false}, stageNetworkPolicy: {create: true}}",
                "{networkPolicy: {create: true, metricsFrom: [{namespaceSelector: {}}], apiServerPorts: [6443]}}",
                "{serviceAccount: {name: other, annotations: {a: b}}, imagePullSecrets: [{name: registry}]}",
                "{env: [{name: QUARKUS_LOG_CONSOLE_JSON_ENABLED, value: 'true'}], nodeSelector: {kubernetes.io/os: linux},"
                        + " tolerations: [{key: control, operator: Exists}], affinity: {nodeAffinity: {}}, podLabels: {team: a}}",
                "{admissionPolicies: {create: true}}",
                "{watchNamespaces: [mlfd-system], admissionPolicies: {create: true, images: [a.example/, b.example/],"
                        + " priorityClasses: [low], tolerations: [gpu], claimPrefix: team-, secrets: true, serviceAccountTokens: true}}",
            })
    void ofTheChart(String values) throws IOException {
        taken(Chart.render(folder, Settings.OPERATOR_NAMESPACE, "1.30.0", values));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "namespaced", "cluster", "with-network-policy", "with-monitoring", "policies"})
    void ofAKustomization(String name) throws IOException {
        taken(Kustomize.build(Kustomize.MANIFESTS.resolve(name)));
    }

    private static void taken(ClusterObjects objects) {
        String list = objects.byKey().values().stream()
                .filter(object -> !object.get("apiVersion").asText().equals(MONITORING))
                .map(JsonNode::toString)
                .collect(Collectors.joining("\n---\n"));
        Kubectl.Output output = new Kubectl(Settings.OPERATOR_NAMESPACE)
                .tryRun(
                        in -> in.write(list.getBytes(StandardCharsets.UTF_8)),
                        "apply",
                        "--dry-run=server",
                        "--server-side",
                        "--force-conflicts",
                        "--validate=strict",
                        "--filename=-");
        assertThat(output.exit()).as(output.text()).isZero();
        assertThat(output.text()).doesNotContain("Warning");
    }
}
