package io.mlfd.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.mlfd.plan.Quantities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checked-in definition is what the types say. {@code -Dmlfd.crd.write=true} writes it anew. */
class CustomResourceDefinitionTest {
    private static final Path CHECKED_IN = Path.of("../manifests/crd/mlfdruns.mlfd.io-v1.yml");
    private static final Path IN_THE_CHART = Path.of("../charts/mlfd-operator/templates/crd.yaml");
    private static final String NAME = "  name: mlfdruns.mlfd.io\n";
    private static final String HEADER =
            "# Generated from io.mlfd.api: mvn -pl crds test -Dtest=CustomResourceDefinitionTest -Dmlfd.crd.write=true\n";

    private static final List<String> COLUMNS = List.of(
            "Phase",
            "Reason",
            "Done",
            "Current",
            "Retries",
            "Duration",
            "Gain",
            "Age",
            "Running",
            "Queued",
            "Pending",
            "Started",
            "Queue",
            "Message");

    @TempDir
    Path folder;

    @Test
    void checkedInDefinitionIsTheGeneratedOne() throws IOException {
        checked(CHECKED_IN, HEADER + generated());
    }

    /** A file of Helm's folder {@code crds/} would be installed once and never upgraded: the chart has it as a template. */
    @Test
    void theChartHoldsTheSameBetweenItsGuards() throws IOException {
        String generated = HEADER + generated();
        assertThat(generated).as("Helm would read it").doesNotContain("{{").containsOnlyOnce("metadata:\n" + NAME);
        checked(
                IN_THE_CHART,
                "{{- if .Values.crds.install }}\n"
                        + generated.replace(NAME, NAME + "  annotations: {helm.sh/resource-policy: keep}\n")
                        + "{{- end }}\n");
    }

    private static void checked(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("mlfd.crd.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(Files.readString(file)).isEqualTo(generated);
    }

    private String generated() throws IOException {
        new CRDGenerator()
                .customResourceClasses(MLFDRun.class)
                .inOutputDir(folder.toFile())
                .generate();
        YAMLMapper yaml = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        JsonNode definition =
                yaml.readTree(folder.resolve("mlfdruns.mlfd.io-v1.yml").toFile());
        JsonNode status = definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/status/properties");
        // Several writers may patch conditions: the key that the generator has no annotation for.
        ObjectNode conditions = (ObjectNode) status.get("conditions");
        conditions
                .put("x-kubernetes-list-type", "map")
                .putArray("x-kubernetes-list-map-keys")
                .add("type");
        ObjectNode stages = (ObjectNode) status.get("stages");
        stages.put("x-kubernetes-list-type", "map")
                .putArray("x-kubernetes-list-map-keys")
                .add("name");
        JsonNode spec = definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
        // Sets cost nothing to check, however long; a rule over pairs of a thousand classes would be refused.
        ((ObjectNode) spec.at("/datasets/items/properties/source/properties/classes"))
                .put("x-kubernetes-list-type", "set");
        quantities(spec);
        // The generator cannot require what the base class of resources declares.
        ((ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema"))
                .putArray("required")
                .add("spec");
        ArrayNode columns = (ArrayNode) definition.at("/spec/versions/0/additionalPrinterColumns");
        List<JsonNode> ordered = new ArrayList<>();
        columns.forEach(ordered::add);
        ordered.sort(Comparator.comparing(
                column -> COLUMNS.indexOf(column.get("name").textValue())));
        columns.removeAll().addAll(ordered);
        tidy(definition);
        return yaml.writeValueAsString(definition);
    }

    /** The generator has no annotation for what is a number or a text. */
    private static void quantities(JsonNode node) {
        if (node.path("x-kubernetes-int-or-string").asBoolean()) {
            ((ObjectNode) node)
                    .put("minimum", 0)
                    .put("maxLength", Quantities.MOST_CHARACTERS)
                    .put("pattern", Quantities.PATTERN);
        }
        node.forEach(CustomResourceDefinitionTest::quantities);
    }

    /** Rules on record components come out twice, and whole bounds with a fraction. */
    private static void tidy(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.get("x-kubernetes-validations") instanceof ArrayNode rules) {
                Set<JsonNode> distinct = new LinkedHashSet<>();
                rules.forEach(distinct::add);
                rules.removeAll().addAll(distinct);
            }
            for (String bound : List.of("minimum", "maximum")) {
                if (object.path(bound).isDouble() && object.get(bound).doubleValue() % 1 == 0) {
                    object.put(bound, object.get(bound).longValue());
                }
            }
        }
        node.forEach(CustomResourceDefinitionTest::tidy);
    }
}
