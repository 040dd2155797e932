package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart with its default values installs what {@code manifests/default} installs. */
class ChartTest {
    private static final Path DEFAULT = Path.of("../../manifests/default");
    /** The chart makes none: who installs names one, and Helm makes it if asked. */
    private static final String NAMESPACE = "Namespace/" + Settings.OPERATOR_NAMESPACE;

    private static final String DEFINITION = "CustomResourceDefinition/mlfdruns.mlfd.io";

    @TempDir
    static Path folder;

    private static ClusterObjects manifests;
    private static ClusterObjects chart;

    @BeforeAll
    static void render() throws IOException {
        manifests = ClusterObjects.kustomized(DEFAULT);
        chart = Chart.render(folder, "");
    }

    @Test
    void theObjectsAreThoseOfTheManifests() {
        TreeSet<String> expected = new TreeSet<>(manifests.byKey().keySet());
        assertThat(expected.remove(NAMESPACE)).isTrue();

        assertThat(chart.byKey().keySet()).isEqualTo(expected).hasSizeGreaterThan(10);
    }

    @Test
    void theyDifferInLabelsAndInThatTheDefinitionIsKept() {
        assertThat(chart.byKey()).allSatisfy((key, object) -> {
            JsonNode rendered = object.deepCopy();
            JsonNode expected = manifests.get(key).deepCopy();
            ((ObjectNode) rendered.get("metadata")).remove("labels");
            ((ObjectNode) expected.get("metadata")).remove("labels");
            if (key.equals(DEFINITION)) {
                JsonNode annotations = ((ObjectNode) rendered.get("metadata")).remove("annotations");
                assertThat(annotations.toString()).isEqualTo("{\"helm.sh/resource-policy\":\"keep\"}");
            }
            assertThat(rendered).isEqualTo(expected);
        });
    }

    @Test
    void theLabelsAreThoseOfTheManifestsAndHelmsOwn() throws IOException {
        JsonNode everywhere = new YAMLMapper()
                .readTree(DEFAULT.resolve("kustomization.yaml").toFile())
                .at("/labels/0/pairs");
        ClusterObjects helms = ClusterObjects.read("""
                kind: Helm
                metadata:
                  name: labels
                  labels:
                    app.kubernetes.io/name: mlfd-operator
                    app.kubernetes.io/instance: mlfd
                    app.kubernetes.io/managed-by: Helm
                    helm.sh/chart: mlfd-operator-%s
                """.formatted(System.getProperty("mlfd.version")));

        assertThat(chart.byKey()).allSatisfy((key, object) -> {
            if (!key.equals(DEFINITION)) {
                ObjectNode expected = (ObjectNode) everywhere.deepCopy();
                expected.setAll((ObjectNode) helms.get("Helm/labels").at("/metadata/labels"));
                if (manifests.get(key).at("/metadata/labels") instanceof ObjectNode own) {
                    expected.setAll(own);
                }
                assertThat(object.at("/metadata/labels")).isEqualTo(expected);
            }
        });
    }

    @Test
    void theChartAndWhatItInstallsAreOfThisVersion() throws IOException {
        JsonNode about =
                new YAMLMapper().readTree(Chart.FOLDER.resolve("Chart.yaml").toFile());

        assertThat(about.get("version").asText()).isEqualTo(System.getProperty("mlfd.version"));
        assertThat(about.get("appVersion").asText()).isEqualTo(System.getProperty("mlfd.version"));
    }

    @Test
    void helmFindsNothingToBetterButThePicture() {
        LintResult result = Chart.helm().lint().strict().call();

        assertThat(result.isFailed()).isFalse();
        assertThat(result.getMessages()).containsExactly("[INFO] Chart.yaml: icon is recommended");
    }
}
