package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart's values, their schema and their page agree. {@code -Dmlfd.crd.write=true} writes the page anew. */
class ChartValuesTest {
    private static final Path PAGE = Path.of("../../src/docs/reference/chart.md");
    private static final String HEAD = """
            # Values of the Helm chart

            What `charts/mlfd-operator` takes, [how to install it](../how-to/run-on-a-cluster.md#install-with-helm).
            Generated from `values.yaml` and `values.schema.json` by
            `mvn -pl crds,src/e2e test -Dtest=ChartValuesTest -Dsurefire.failIfNoSpecifiedTests=false -Dmlfd.crd.write=true`;
            the build fails when it differs. Helm refuses any other name, and a value of another type, and says where.

            | value | type | default | what it is |
            | --- | --- | --- | --- |
            """;

    @TempDir
    private Path folder;

    @Test
    void thePageIsTheGeneratedOne() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (ChartValue value : ChartValue.all()) {
            page.append("| `").append(value.path()).append("` | ");
            page.append(value.isSection() ? "" : type(value.schema())).append(" | ");
            page.append(value.isSection() ? "" : "`" + value.value() + "`").append(" | ");
            page.append(value.comment().replace("|", "\\|").replace("<", "&lt;"))
                    .append(" |\n");
        }
        if (Boolean.getBoolean("mlfd.crd.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    private static String type(JsonNode schema) {
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.get("enum").forEach(value -> values.add("`" + value.textValue() + "`"));
            return String.join(" ", values);
        }
        String type = schema.get("type").textValue();
        return switch (type) {
            case "array" -> "list of " + type(schema.get("items"));
            case "object" -> schema.path("additionalProperties").isObject() ? "map" : "mapping";
            default ->
                type + (schema.has("minimum") ? ", " + schema.get("minimum") + " to " + schema.get("maximum") : "");
        };
    }

    @Test
    void everyValueIsExplainedAndInTheSchema() throws IOException {
        assertThat(ChartValue.all()).hasSizeGreaterThan(40).allSatisfy(value -> {
            assertThat(value.comment()).as(value.path()).matches("(Whether|What|[A-Z`]).+\\.");
            assertThat(value.schema().isMissingNode()).as(value.path()).isFalse();
        });
    }

    @Test
    void everyPropertyOfTheSchemaHasAValueAndCannotBeTakenAway() throws IOException {
        List<String> expected = new ArrayList<>();
        ChartValue.wholeSchema().get("required").forEach(name -> expected.add(name.textValue()));
        assertThat(ChartValue.wholeSchema().get("properties").properties())
                .extracting(property -> property.getKey())
                .as("and what a parent chart shares")
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(expected.stream(), Stream.of("global")).toList());

        assertThat(ChartValue.all())
                .filteredOn(value -> !value.path().contains("."))
                .extracting(ChartValue::path)
                .containsExactlyElementsOf(expected);
        assertThat(sections()).hasSizeGreaterThan(8).allSatisfy(section -> {
            List<String> names = new ArrayList<>();
            section.schema().get("properties").properties().forEach(property -> names.add(property.getKey()));
            assertThat(section.value().properties())
                    .extracting(property -> property.getKey())
                    .as(section.path())
                    .containsExactlyElementsOf(names);
            if (!section.path().equals("resources")) {
                List<String> required = new ArrayList<>();
                section.schema().get("required").forEach(name -> required.add(name.textValue()));
                assertThat(required).as(section.path()).isEqualTo(names);
            }
        });
    }

    static List<ChartValue> sections() throws IOException {
        return ChartValue.all().stream().filter(ChartValue::isSection).toList();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void aMisspeltValueOfASectionIsRefusedByName(ChartValue section) {
        refused(
                section.path() + ": {misspelt: 1}",
                "at '/" + section.path() + "': additional properties 'misspelt' not allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replcas: 2 | at '': additional properties 'replcas' not allowed",
                "tolerations: [{kee: x}] | at '/tolerations/0': additional properties 'kee' not allowed",
                "affinity: {nodeAfinity: {}} | at '/affinity': additional properties 'nodeAfinity' not allowed",
                "imagePullSecrets: [registry] | at '/imagePullSecrets/0': got string, want object",
                "env: [{name: X, valeu: y}] | at '/env/0': additional properties 'valeu' not allowed",
                "networkPolicy: {metricsFrom: [{pods: {}}]} | at '/networkPolicy/metricsFrom/0': additional properties 'pods'",
                "replicas: many | at '/replicas': got string, want integer",
                "watchNamespaces: vision | at '/watchNamespaces': got string, want array",
                "watchNamespaces: [Vision] | at '/watchNamespaces/0': 'Vision' does not match pattern",
                "watchNamespaces: ['a,b'] | at '/watchNamespaces/0': 'a,b' does not match pattern",
                "image: {tag: 1.0} | at '/image/tag': got number, want string",
                "image: {digest: 'sha256:12'} | at '/image/digest': 'sha256:12' does not match pattern",
                "image: {pullPolicy: Sometimes} | at '/image/pullPolicy': value must be one of 'Always'",
                "crds: {install: 'no'} | at '/crds/install': got string, want boolean",
                "priorityClassName: null | at '': missing property 'priorityClassName'",
                "image: {tag: null} | at '/image': missing property 'tag'",
            })
    void whatMeansNothingIsRefusedWithItsPath(String values, String message) {
        refused(values, message);
    }

    private void refused(String values, String message) {
        assertThatThrownBy(() -> Chart.render(folder, values)).hasMessageContaining(message);
    }
}
