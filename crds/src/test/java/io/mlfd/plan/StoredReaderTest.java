package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.plan.StoredReader.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredReaderTest {
    private static final Path MANIFESTS = Path.of("../manifests");

    private final StoredReader reader = new StoredReader();
    private final ObjectNode stored = spec(MANIFESTS.resolve("samples/quickstart.yaml"));

    private static ObjectNode spec(Path file) {
        try {
            return (ObjectNode) new YAMLMapper().readTree(file.toFile()).get("spec");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reading<MLFDRunSpec> read() {
        return reader.read("spec", stored, MLFDRunSpec.class);
    }

    private ObjectNode dataset(int index) {
        return (ObjectNode) stored.get("datasets").get(index);
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(MANIFESTS)) {
            return files.filter(file -> file.toString().matches(".*/(samples|studies)/.*yaml"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatThisReleaseKnowsIsReadAsAFileIs(Path file) throws IOException {
        Reading<MLFDRunSpec> reading = reader.read("spec", spec(file), MLFDRunSpec.class);
        assertThat(reading.unknown()).isEmpty();
        assertThat(reading.unreadable()).isEmpty();
        Checked<MLFDRun> asFile = new RunFileReader().read(Files.readString(file));
        assertThat(reading.value())
                .contains(((Checked.Valid<MLFDRun>) asFile).value().getSpec());
    }

    @Test
    void fieldsOfALaterReleaseAreNamedWithTheirPaths() {
        MLFDRunSpec before = read().value().orElseThrow();
        stored.put("newField", 1);
        stored.putNull("emptyField");
        dataset(1).putObject("newMapping").put("a", 1);
        ((ObjectNode) dataset(0).get("model")).putArray("newList");
        stored.withObject("/method/mlfd").put("newSwitch", false);
        Reading<MLFDRunSpec> reading = read();
        assertThat(reading.unknown())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "spec.newField",
                        "spec.datasets[1].newMapping",
                        "spec.datasets[0].model.newList",
                        "spec.method.mlfd.newSwitch");
        assertThat(reading.unknown()).allSatisfy(problem -> assertThat(problem.message())
                .isEqualTo("this operator does not know it; upgrade the operator"));
        assertThat(reading.unreadable()).isEmpty();
        assertThat(reading.value()).contains(before);
    }

    /** Nothing but its name says which method it is, and the name is unknown. */
    @Test
    void aMethodOfALaterReleaseIsNamedAlthoughItIsEmpty() {
        stored.putObject("method").putObject("newMethod");
        assertThat(read().unknown()).extracting(Problem::path).containsExactly("spec.method.newMethod");
    }

    @Test
    void everyValueThatMeansNothingIsNamed() {
        ((ObjectNode) dataset(0).get("model")).put("name", "convnext");
        stored.withObject("/retention").put("onDelete", "Archive");
        stored.put("parallelism", "many");
        stored.put("suspend", "Later");
        Reading<MLFDRunSpec> reading = read();
        assertThat(reading.unreadable())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "spec.datasets[0].model.name: \"convnext\" means nothing to this operator; upgrade the operator",
                        "spec.retention.onDelete: \"Archive\" means nothing to this operator; upgrade the operator",
                        "spec.parallelism: \"many\" means nothing to this operator; upgrade the operator",
                        "spec.suspend: \"Later\" means nothing to this operator; upgrade the operator");
        assertThat(reading.value()).isPresent();
    }

    @Test
    void aListOfWhichOneElementMeansNothingIsNotReadWithoutIt() {
        stored.putArray("seeds").add(1).add("two");
        Reading<MLFDRunSpec> reading = read();
        assertThat(reading.unreadable()).extracting(Problem::path).containsExactly("spec.seeds[1]");
        assertThat(reading.value().orElseThrow().seeds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"text\"", "[]", "[{}]", "true", "{\"datasets\": 3}", "{\"datasets\": [null]}"})
    void anyJsonGivesAReading(String json) throws IOException {
        JsonNode tree = new ObjectMapper().readTree(json);
        assertThat(reader.read("spec", tree, MLFDRunSpec.class).unreadable()).isNotEmpty();
        assertThat(reader.read("status", tree, MLFDRunStatus.class)).isNotNull();
    }

    @Test
    void manyProblemsAreToldUpToALimit() {
        ArrayNode datasets = stored.putArray("datasets");
        for (int i = 0; i < 2 * StoredReader.MOST_PROBLEMS; i++) {
            datasets.addObject().put("name", i);
        }
        assertThat(read().unreadable()).hasSize(StoredReader.MOST_PROBLEMS);
        assertThat(read().value()).isEmpty();
    }

    @Test
    void aStatusOfALaterReleaseIsReadAsFarAsItIsKnown() throws IOException {
        JsonNode status = new ObjectMapper()
                .readTree(
                        "{\"phase\": \"Resting\", \"newField\": 1, \"startTime\": \"2026-01-01T00:00:00Z\", \"stages\": [{\"name\": \"report\","
                                + " \"attempt\": 1, \"newField\": {}}], \"results\": \"none\"}");
        Reading<MLFDRunStatus> reading = reader.read("status", status, MLFDRunStatus.class);
        assertThat(reading.unknown())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("status.newField", "status.stages[0].newField");
        assertThat(reading.unreadable()).extracting(Problem::path).containsExactly("status.results");
        assertThat(reading.value().orElseThrow().wasStarted()).isTrue();
        assertThat(reading.value().orElseThrow().stages().get(0).name()).isEqualTo("report");
    }
}
