package io.mlfd.operator.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlfd.contract.StageOrder;
import io.mlfd.operator.build.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an earlier release left in a cluster, as {@code releases/make} has written it down.
 *
 * @param runs in flight, by what had become of them: each the list of its objects, owners before what they own
 */
record StoredRelease(String name, String definition, Map<String, JsonNode> runs) {
    private static final Path FOLDER = Path.of("src/test/resources/releases");
    /** A field of a status, and of a stage's, that no release has. */
    private static final String NEW_FIELD = "newField";

    /** Oldest first. */
    static List<StoredRelease> all() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(StoredRelease::of)
                    .toList();
        }
    }

    private static StoredRelease of(Path folder) {
        try (Stream<Path> files = Files.list(folder.resolve("runs"))) {
            Map<String, JsonNode> runs = new LinkedHashMap<>();
            for (Path file : files.sorted().toList()) {
                runs.put(file.getFileName().toString().replace(".yaml", ""), new YAMLMapper().readTree(file.toFile()));
            }
            return new StoredRelease(
                    folder.getFileName().toString(), Files.readString(folder.resolve("definition.yaml")), runs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a release to come might leave, whose operator writes fields that this one's does not. */
    StoredRelease asLater(String laterDefinition) {
        Map<String, JsonNode> later = new LinkedHashMap<>();
        runs.forEach((name, objects) -> {
            JsonNode copy = objects.deepCopy();
            if (copy.get(0).get("status") instanceof ObjectNode status) {
                status.put(NEW_FIELD, "more");
                status.get("stages").forEach(stage -> ((ObjectNode) stage).put(NEW_FIELD, "more"));
            }
            later.put(name, copy);
        });
        return new StoredRelease("later", laterDefinition, later);
    }

    /** The definition with fields that no release has. */
    static String laterDefinition(String now) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        JsonNode definition = yaml.readTree(now);
        JsonNode properties = definition.at("/spec/versions/0/schema/openAPIV3Schema/properties");
        for (JsonNode part : List.of(
                properties.at("/spec/properties"),
                properties.at("/status/properties"),
                properties.at("/status/properties/stages/items/properties"))) {
            ((ObjectNode) part).putObject(NEW_FIELD).put("type", "string").put("maxLength", 16);
        }
        return yaml.writeValueAsString(definition);
    }

    Stream<JsonNode> objects(String kind) {
        return runs.values().stream()
                .flatMap(objects -> StreamSupport.stream(objects.spliterator(), false))
                .filter(object -> object.get("kind").asText().equals(kind));
    }

    /** What the operator orders of its Jobs' pods. */
    List<String> orders() {
        return objects("Job")
                .flatMap(job -> StreamSupport.stream(
                        job.at("/spec/template/spec/containers/0/env").spliterator(), false))
                .filter(variable -> variable.get("name").asText().equals(StageOrder.ENVIRONMENT_VARIABLE))
                .map(variable -> variable.get("value").asText())
                .toList();
    }

    /** The last words of a stage's first attempt that ended well, by this release's trainer. */
    Optional<String> report(String stage) {
        return StreamSupport.stream(runs.get("complete").spliterator(), false)
                .filter(object -> object.get("kind").asText().equals("Pod"))
                .filter(pod -> pod.at("/metadata/annotations")
                        .path(Labels.STAGE)
                        .asText()
                        .equals(stage))
                .map(pod -> pod.at("/status/containerStatuses/0/state/terminated/message")
                        .asText())
                .findFirst();
    }
}
