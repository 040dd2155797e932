package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.api.PodSettings;
import io.mlfd.plan.Checked;
import io.mlfd.plan.PodSettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart's values change in the operator's own pod, and what it is told there. */
class ChartOperatorTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

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
    void imagesAreNamedByTagOrDigest() throws IOException {
        ClusterObjects chart = render("""
                image: {repository: registry.example/mlfd/operator, digest: "%s", tag: ignored, pullPolicy: Always}
                trainerImage: {repository: registry.example:5000/trainer, tag: nightly}
                imagePullSecrets: [{name: registry}]
                """.formatted(DIGEST));

        JsonNode deployment = chart.get(Chart.DEPLOYMENT);
        assertThat(deployment.at(Chart.CONTAINER + "/image").asText())
                .isEqualTo("registry.example/mlfd/operator@" + DIGEST);
        assertThat(deployment.at(Chart.CONTAINER + "/imagePullPolicy").asText()).isEqualTo("Always");
        assertThat(Chart.variable(chart, "MLFD_TRAINER_IMAGE"))
                .containsExactly("registry.example:5000/trainer:nightly");
        assertThat(deployment.at(Chart.POD + "/imagePullSecrets").toString()).isEqualTo("[{\"name\":\"registry\"}]");
    }

    @Test
    void whatStagesHaveWhereTheirRunSaysNothingIsToldAsJson() throws IOException {
        ClusterObjects chart = render("""
                cudaTrainerImage: {repository: registry.example/trainer-cuda}
                stagePod:
                  imagePullSecrets: [registry]
                  resources: {limits: {cpu: "4", memory: 8Gi}}
                  annotations: {note: "$(HOME)"}
                """);

        assertThat(Chart.variable(chart, "MLFD_TRAINER_IMAGE_CUDA"))
                .containsExactly("registry.example/trainer-cuda:" + System.getProperty("mlfd.version"));
        String told = Chart.variable(chart, "MLFD_STAGE_POD").get(0);
        assertThat(told).as("Kubernetes makes one dollar of two").contains("$$(HOME)");
        assertThat(new PodSettingsReader().read("MLFD_STAGE_POD", told.replace("$$", "$")))
                .isInstanceOfSatisfying(Checked.Valid.class, valid -> {
                    PodSettings settings = (PodSettings) valid.value();
                    assertThat(settings.imagePullSecrets()).containsExactly("registry");
                    assertThat(settings.resources().limits()).containsOnlyKeys("cpu", "memory");
                    assertThat(settings.annotations()).containsEntry("note", "$(HOME)");
                });
        assertThat(Chart.variable(byDefault, "MLFD_STAGE_POD")).isEmpty();
        assertThat(Chart.variable(byDefault, "MLFD_TRAINER_IMAGE_CUDA")).isEmpty();
    }

    @Test
    void whetherTheImageHasCudaIsToldWhereItHas() throws IOException {
        assertThat(Chart.variable(render("trainerImage: {cuda: true}"), "MLFD_TRAINER_CUDA"))
                .containsExactly("true");
        assertThat(Chart.variable(byDefault, "MLFD_TRAINER_CUDA")).isEmpty();
    }

    /** What the chart's schema lets through, the operator can read. */
    @Test
    void everyFieldThatStagePodHasIsOneOfARun() throws IOException {
        JsonNode definition = byDefault
                .get("CustomResourceDefinition/mlfdruns.mlfd.io")
                .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/pod/properties");

        ChartValue.wholeSchema()
                .at("/properties/stagePod/properties")
                .fieldNames()
                .forEachRemaining(
                        name -> assertThat(definition.has(name)).as(name).isTrue());
    }

    @Test
    void whatThePodIsGivenArrivesThere() throws IOException {
        ClusterObjects chart = render("""
                replicas: 1
                env: [{name: QUARKUS_LOG_CONSOLE_JSON_ENABLED, value: "true"}]
                resources: {limits: {cpu: "2"}}
                nodeSelector: {kubernetes.io/arch: amd64}
                tolerations: [{key: control, operator: Exists, effect: NoSchedule}]
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}
                podLabels: {team: vision}
                podAnnotations: {note: here}
                """);

        JsonNode deployment = chart.get(Chart.DEPLOYMENT);
        JsonNode pod = deployment.at(Chart.POD);
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(Chart.variable(chart, "QUARKUS_LOG_CONSOLE_JSON_ENABLED")).containsExactly("true");
        assertThat(deployment.at(Chart.CONTAINER + "/resources/limits").toString())
                .isEqualTo("{\"cpu\":\"2\",\"memory\":\"384Mi\"}");
        assertThat(pod.at("/nodeSelector").toString()).isEqualTo("{\"kubernetes.io/arch\":\"amd64\"}");
        assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("control");
        assertThat(pod.at("/affinity").has("nodeAffinity")).isTrue();
        assertThat(deployment.at("/spec/template/metadata/labels").toString())
                .isEqualTo("{\"app.kubernetes.io/name\":\"mlfd-operator\",\"team\":\"vision\"}");
        assertThat(deployment.at("/spec/template/metadata/annotations").toString())
                .isEqualTo("{\"kubectl.kubernetes.io/default-container\":\"operator\",\"note\":\"here\"}");
        assertThat(deployment.at("/spec/selector"))
                .isEqualTo(byDefault.get(Chart.DEPLOYMENT).at("/spec/selector"));
    }

    @Test
    void emptyNamesLeaveTheChoiceToTheCluster() throws IOException {
        JsonNode pod = render("{priorityClassName: '', topologySpread: {topologyKey: ''}}")
                .get(Chart.DEPLOYMENT)
                .at(Chart.POD);

        assertThat(pod.has("priorityClassName")).isFalse();
        assertThat(pod.has("topologySpreadConstraints")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "env: [{name: MLFD_TRAINER_IMAGE, value: x}] | env: MLFD_TRAINER_IMAGE is set by trainerImage; leave it out",
                "env: [{name: QUARKUS_OPERATOR_SDK_NAMESPACES, value: x}]"
                        + " | env: QUARKUS_OPERATOR_SDK_NAMESPACES is set by watchNamespaces; leave it out",
                "env: [{name: MLFD_CONSOLE, value: x}] | env: MLFD_CONSOLE is set by console; leave it out",
                "podLabels: {app.kubernetes.io/name: x}"
                        + " | podLabels: app.kubernetes.io/name is what the pods are found by; leave it out",
            })
    void whatWouldBeSetTwiceIsRefused(String values, String message) {
        assertThatThrownBy(() -> render(values)).hasMessageContaining(message);
    }
}
