package io.mlfd.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The reference page is what the definition says. {@code -Dmlfd.crd.write=true} writes it anew. */
class RunFileReferenceTest {
    private static final Path PAGE = Path.of("../src/docs/reference/run-file.md");
    private static final String HEAD = """
            # The run file

            One `MLFDRun`, `mlfd.io/v1alpha1`: the same file for `./mlfd run` and for `kubectl apply`.
            Generated from the types by `mvn -pl crds test -Dtest=RunFileReferenceTest -Dmlfd.crd.write=true`;
            the build fails when it differs. `kubectl explain mlfdrun.spec --recursive` shows the same on a cluster.

            After the start only `suspend`, `queue`, `parallelism`, `retries`, `timeouts` and `retention` may change.

            """;

    @Test
    void pageIsTheGeneratedOne() throws IOException {
        JsonNode schema = new YAMLMapper()
                .readTree(Path.of("../manifests/crd/mlfdruns.mlfd.io-v1.yml").toFile())
                .at("/spec/versions/0/schema/openAPIV3Schema/properties");
        StringBuilder page = new StringBuilder(HEAD);
        section(page, "spec", schema.get("spec"));
        section(page, "status", schema.get("status"));
        if (Boolean.getBoolean("mlfd.crd.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    @Test
    void everyFieldOfTheSpecIsExplained() throws IOException {
        JsonNode spec = new YAMLMapper()
                .readTree(Path.of("../manifests/crd/mlfdruns.mlfd.io-v1.yml").toFile())
                .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        List<String> silent = new ArrayList<>();
        silent("spec", spec, silent);
        // A toleration's fields are Kubernetes' own.
        silent.removeIf(path -> path.contains("tolerations") || path.matches(".*(requests|limits|env\\[]\\.\\w+)$"));
        assertThat(silent).isEmpty();
    }

    private static void silent(String path, JsonNode node, List<String> silent) {
        node.path("properties").properties().forEach(field -> {
            String at = path + "." + field.getKey();
            if (!field.getValue().has("description")) {
                silent.add(at);
            }
            silent(at, field.getValue(), silent);
            silent(at + "[]", field.getValue().path("items"), silent);
        });
    }

    private static void section(StringBuilder page, String path, JsonNode node) {
        page.append("## ").append(path).append("\n\n| field | type | what it is |\n| --- | --- | --- |\n");
        rows(page, "", node);
        page.append('\n');
    }

    private static void rows(StringBuilder page, String prefix, JsonNode node) {
        List<String> required = StreamSupport.stream(node.path("required").spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
        node.path("properties").properties().forEach(field -> {
            String name = prefix + field.getKey();
            JsonNode value = field.getValue();
            page.append("| `").append(name).append('`').append(required.contains(field.getKey()) ? " *" : "");
            page.append(" | ").append(type(value)).append(" | ");
            page.append(value.path("description").asText("").replace("|", "\\|").replace("<", "&lt;"));
            page.append(" |\n");
            rows(page, name + ".", value);
            rows(page, name + "[].", value.path("items"));
        });
    }

    private static String type(JsonNode value) {
        if (value.has("enum")) {
            List<String> values = new ArrayList<>();
            value.get("enum").forEach(v -> values.add("`" + v.textValue() + "`"));
            return String.join(" ", values);
        }
        if (value.path("x-kubernetes-int-or-string").asBoolean()) {
            return "quantity";
        }
        String type = value.path("type").asText();
        return switch (type) {
            case "array" -> "list of " + type(value.get("items"));
            case "object" -> value.has("additionalProperties") ? "map" : "mapping";
            default -> type + range(value);
        };
    }

    private static String range(JsonNode value) {
        String low = value.has("minimum")
                ? (value.path("exclusiveMinimum").asBoolean() ? "> " : "≥ ") + value.get("minimum")
                : "";
        String high = value.has("maximum")
                ? (value.path("exclusiveMaximum").asBoolean() ? "< " : "≤ ") + value.get("maximum")
                : "";
        String both = (low + " " + high).strip();
        return both.isEmpty() ? "" : ", " + both;
    }
}
