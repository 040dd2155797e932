package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {

    @TempDir
    private Path folder;

    @Test
    void theDefinitionAndTheRunsStayWhereAReleaseGoes() throws IOException {
        assertThat(Chart.render(folder, "")
                        .get("CustomResourceDefinition/mlfdruns.mlfd.io")
                        .at("/metadata/annotations")
                        .toString())
                .isEqualTo("{\"helm.sh/resource-policy\":\"keep\"}");
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
