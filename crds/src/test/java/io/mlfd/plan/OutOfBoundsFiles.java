package io.mlfd.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.plan.BadFile.Server;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * For every value of {@link Specs#FULL}, and of the methods in the place of its own, and every bound that the definition puts to it, a
 * file that is out of that bound.
 */
final class OutOfBoundsFiles {
    /** Every field, whether or not one goes with another. */
    private static final List<String> OTHER_METHODS = List.of("""
            ffl:
              branches: 2
              shared: 1
              networks: [{name: resnet8, width: 8}, {name: resnet14}]
              temperature: 3
              ramp: {epochs: 2}
              fusionWeightDecay: 1e-5
            """, """
            feed:
              mode: Parallel
              teachers: 2
              links: 2
              level: last
              beta: 500
              controls: [FactorTransfer]
              factorTransfer: {rate: 0.5, paraphraser: {epochs: 2}}
              training: {epochs: 2}
            """, """
            afd:
              peers: 3
              networks: [{name: resnet8, width: 8}, {name: resnet14}]
              temperature: 3
              weight: 1
              adversarial: {learningRate: 2e-5, weightDecay: 0.1}
              controls: [LogitsOnly]
            """);

    private static final String TRAINING = "/spec/training";

    /** Every field that {@link Specs#FULL} has not. */
    private static final String OTHER_TRAINING = """
            augmentation:
              randomResizedCrop: {scale: [0.2, 1], ratio: [0.8, 1.25]}
              randAugment: {ops: 2, magnitude: 9}
              colorJitter: {brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1}
              erasing: {probability: 0.1, scale: [0.02, 0.33], ratio: [0.3, 3.3]}
              mixup: {alpha: 0.2}
              cutMix: {alpha: 1}
            classWeights: {name: Given, weights: {cat: 1, dog: 2}}
            optimizer: {name: AdamW, noDecay: NormsAndBiases, clipNorm: 1}
            ema: {decay: 0.9}
            accumulate: 2
            """;

    private final UnaryOperator<Change> inFull;
    private final List<BadFile> files = new ArrayList<>();

    /** One value of a file that is replaced, or removed when {@code yaml} is empty. */
    private record Change(String pointer, String yaml) {}

    /** @param inFull the change of {@link Specs#FULL} that comes to the change of what is walked through */
    private OutOfBoundsFiles(UnaryOperator<Change> inFull) {
        this.inFull = inFull;
    }

    /** @param definition the CustomResourceDefinition */
    static List<BadFile> of(JsonNode definition) {
        JsonNode schema = definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        OutOfBoundsFiles full = new OutOfBoundsFiles(change -> change);
        full.walk(schema, Specs.full().get("spec"), "/spec", "spec");
        List<BadFile> all = new ArrayList<>(full.files);
        OTHER_METHODS.forEach(method -> all.addAll(ofMethod(schema.at("/properties/method/properties"), method)));
        all.addAll(ofTraining(schema.at("/properties/training")));
        return List.copyOf(all);
    }

    private static List<BadFile> ofTraining(JsonNode schema) {
        JsonNode other = Specs.with(TRAINING, OTHER_TRAINING);
        OutOfBoundsFiles files = new OutOfBoundsFiles(change -> new Change(
                TRAINING,
                Specs.with(other, change.pointer(), change.yaml()).at(TRAINING).toString()));
        inTraining(files, schema, other, "/augmentation/randomResizedCrop");
        inTraining(files, schema, other, "/augmentation/randAugment");
        inTraining(files, schema, other, "/augmentation/colorJitter");
        inTraining(files, schema, other, "/augmentation/erasing");
        inTraining(files, schema, other, "/augmentation/mixup");
        inTraining(files, schema, other, "/augmentation/cutMix");
        inTraining(files, schema, other, "/classWeights");
        inTraining(files, schema, other, "/optimizer/noDecay");
        inTraining(files, schema, other, "/optimizer/clipNorm");
        inTraining(files, schema, other, "/ema");
        inTraining(files, schema, other, "/accumulate");
        return files.files;
    }

    private static void inTraining(OutOfBoundsFiles files, JsonNode schema, JsonNode file, String field) {
        files.walk(
                schema.at(field.replace("/", "/properties/")),
                file.at(TRAINING + field),
                TRAINING + field,
                "spec.training" + field.replace('/', '.'));
    }

    private static List<BadFile> ofMethod(JsonNode schemas, String yaml) {
        JsonNode method = Specs.with("/spec/method", yaml);
        OutOfBoundsFiles files = new OutOfBoundsFiles(change -> new Change(
                "/spec/method",
                Specs.with(method, change.pointer(), change.yaml())
                        .at("/spec/method")
                        .toString()));
        String name = method.at("/spec/method").fieldNames().next();
        files.walk(
                schemas.get(name), method.at("/spec/method").get(name), "/spec/method/" + name, "spec.method." + name);
        return files.files;
    }

    private void walk(JsonNode schema, JsonNode value, String pointer, String path) {
        ofAnotherKind(schema, pointer, path);
        numbers(schema, pointer, path);
        texts(schema, pointer, path);
        if (value.isObject()) {
            fields(schema, value, pointer, path);
        } else if (value instanceof ArrayNode array) {
            sizes(schema, array, pointer, path);
            for (int i = 0; i < array.size(); i++) {
                walk(schema.get("items"), array.get(i), pointer + "/" + i, path + "[" + i + "]");
            }
        }
    }

    private void ofAnotherKind(JsonNode schema, String pointer, String path) {
        switch (schema.path("type").asText()) {
            case "string" -> add("number for text", pointer, "7", path);
            case "integer" -> add("fraction", pointer, "1.5", path);
            case "number" -> add("text for a number", pointer, "many", path);
            case "boolean" -> add("text for a truth", pointer, "\"true\"", path);
            case "array" -> add("text for a list", pointer, "all", path);
            case "object" -> add("text for a mapping", pointer, "all", path);
            default -> add("list for a quantity", pointer, "[1]", path);
        }
    }

    private void numbers(JsonNode schema, String pointer, String path) {
        boolean takesNumbers = schema.path("type").asText().matches("integer|number");
        if (takesNumbers && schema.has("minimum")) {
            BigDecimal least = schema.get("minimum").decimalValue();
            boolean open = schema.path("exclusiveMinimum").asBoolean();
            add("too little", pointer, (open ? least : least.subtract(BigDecimal.ONE)).toPlainString(), path);
        }
        if (takesNumbers && schema.has("maximum")) {
            BigDecimal most = schema.get("maximum").decimalValue();
            boolean open = schema.path("exclusiveMaximum").asBoolean();
            add("too much", pointer, (open ? most : most.add(BigDecimal.ONE)).toPlainString(), path);
        }
    }

    private void texts(JsonNode schema, String pointer, String path) {
        if (schema.has("enum") || schema.has("pattern")) {
            add("no such word", pointer, "\"?\"", path);
        }
        if (schema.has("minLength")) {
            add("empty", pointer, "\"\"", path);
        }
        if (schema.has("maxLength")) {
            add("too long", pointer, "a".repeat(schema.get("maxLength").asInt() + 1), path);
        }
    }

    private void sizes(JsonNode schema, ArrayNode array, String pointer, String path) {
        if (schema.has("minItems")) {
            ArrayNode fewer = array.deepCopy();
            while (fewer.size() >= schema.get("minItems").asInt()) {
                fewer.remove(0);
            }
            add("too few", pointer, fewer.toString(), path);
        }
        if (schema.has("maxItems")) {
            ArrayNode more = array.deepCopy();
            while (more.size() <= schema.get("maxItems").asInt()) {
                more.add(array.get(0));
            }
            add("too many", pointer, more.toString(), path);
        }
    }

    private void fields(JsonNode schema, JsonNode value, String pointer, String path) {
        schema.path("required")
                .forEach(field -> add("missing", pointer + "/" + field.asText(), "", path + "." + field.asText()));
        if (schema.has("properties")) {
            add("unknown", pointer + "/nobody", "1", path + ".nobody");
        }
        if (schema.has("maxProperties")) {
            ObjectNode more = value.deepCopy();
            for (int i = 0; more.size() <= schema.get("maxProperties").asInt(); i++) {
                more.set("example.com/more" + i, value.elements().next());
            }
            add("too many", pointer, more.toString(), path);
        }
        value.properties().forEach(field -> {
            JsonNode own = schema.path("properties").path(field.getKey());
            walk(
                    own.isMissingNode() ? schema.get("additionalProperties") : own,
                    field.getValue(),
                    pointer + "/" + field.getKey().replace("/", "~1"),
                    path + "." + field.getKey());
        });
    }

    private void add(String what, String pointer, String yaml, String path) {
        Change change = inFull.apply(new Change(pointer, yaml));
        files.add(new BadFile(what + " " + path, change.pointer(), change.yaml(), path, new Server.Structure()));
    }
}
