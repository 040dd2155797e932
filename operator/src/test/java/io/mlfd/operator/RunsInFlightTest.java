package io.mlfd.operator;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code -Dmlfd.release.write=FOLDER} writes what this release makes of runs in flight, as {@code releases/make} does. */
@EnableKubernetesMockClient(crud = true)
class RunsInFlightTest {
    KubernetesClient client;

    @Test
    void areWrittenWhereToldTo() throws IOException {
        String folder = System.getProperty("mlfd.release.write", "");
        assumeThat(folder).isNotEmpty();
        write(new RunsInFlight(client).all(), Path.of(folder));
    }

    private static void write(Map<String, JsonNode> runs, Path folder) throws IOException {
        YAMLMapper yaml = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        Files.createDirectories(folder);
        for (var run : runs.entrySet()) {
            Files.writeString(folder.resolve(run.getKey() + ".yaml"), yaml.writeValueAsString(run.getValue()));
        }
    }
}
