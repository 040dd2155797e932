package io.mlfd.trainer.supervised;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ContractJson.ContractException;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.ChannelStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a file of weights says of the images and classes it is for: mlfd's own description, or the words of timm's {@code
 * pretrained_cfg} as JSON in the file's metadata, {@code label_names}, {@code input_size} ([3, H, W]), {@code mean} and {@code std}.
 *
 * @param classNames in the order of the logits
 * @param inputSize pixels on each side
 */
record StatedUse(Optional<List<String>> classNames, OptionalInt inputSize, Optional<ChannelStatistics> normalisation) {
    private static final String LABELS = "label_names";
    private static final String SIZE = "input_size";
    private static final String MEAN = "mean";
    private static final String DEVIATION = "std";
    private static final int MOST_CLASSES = 100_000;

    /** @throws BadInputException naming the file and the word, when one cannot be used */
    static StatedUse of(Path file, Map<String, String> metadata) {
        return NetworkMetadata.of(file, metadata).map(StatedUse::ofOwn).orElseGet(() -> new Words(file, metadata)
                .read());
    }

    private static StatedUse ofOwn(NetworkMetadata says) {
        List<ChannelStatistics> statistics = says.labels().stream()
                .map(NetworkMetadata.Labels::normalisation)
                .distinct()
                .toList();
        return new StatedUse(
                Optional.of(says.classNames()),
                OptionalInt.of(says.inputSize()),
                statistics.size() == 1 ? Optional.of(statistics.get(0)) : Optional.empty());
    }

    /** The words of a file that another program wrote. */
    private record Words(Path file, Map<String, String> metadata) {
        StatedUse read() {
            Optional<List<String>> labels = word(LABELS, MOST_CLASSES, node -> {
                require(node.isTextual(), LABELS, "a list of names");
                return node.textValue();
            });
            Optional<List<Integer>> size = word(SIZE, 3, node -> {
                require(node.isInt(), SIZE, "[3, height, width]");
                return node.intValue();
            });
            size.ifPresent(sides -> require(
                    sides.size() == 3 && sides.get(0) == 3 && sides.get(1).equals(sides.get(2)),
                    SIZE,
                    "[3, height, width] of a square"));
            return new StatedUse(
                    labels,
                    size.map(sides -> OptionalInt.of(sides.get(1))).orElse(OptionalInt.empty()),
                    normalisation());
        }

        private Optional<ChannelStatistics> normalisation() {
            Optional<List<Double>> mean = word(MEAN, 3, node -> share(node, MEAN));
            Optional<List<Double>> deviation = word(DEVIATION, 3, node -> share(node, DEVIATION));
            mean.ifPresent(values -> require(values.size() == 3, MEAN, "three numbers from 0 to 1"));
            deviation.ifPresent(values -> require(values.size() == 3, DEVIATION, "three numbers from 0 to 1"));
            return mean.flatMap(m -> deviation.map(d -> new ChannelStatistics(m, d)));
        }

        private Double share(JsonNode node, String word) {
            require(
                    node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() <= 1,
                    word,
                    "three numbers from 0 to 1");
            return node.doubleValue();
        }

        private <T> Optional<List<T>> word(String word, int most, Function<JsonNode, T> element) {
            String json = metadata.get(word);
            if (json == null) {
                return Optional.empty();
            }
            JsonNode node;
            try {
                node = new ContractJson().read(json, JsonNode.class);
            } catch (ContractException e) {
                throw new BadInputException(file + ": metadata: " + word + " is no JSON: " + e.getMessage());
            }
            require(node.isArray() && node.size() <= most, word, "a list");
            List<T> elements = new ArrayList<>();
            node.forEach(one -> elements.add(element.apply(one)));
            return Optional.of(elements);
        }

        private void require(boolean holds, String word, String needed) {
            if (!holds) {
                throw new BadInputException(file + ": metadata: " + word + " is not " + needed
                        + "; correct it, or leave it out of the file");
            }
        }
    }
}
