package io.mlfd.plan;

import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.StageShape;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A depth at which feature maps are fused and distilled. Levels are counted from the end of a network, because the
 * networks of one run differ in depth: {@code last} is the output of the last stage, {@code last-1} of the one before,
 * {@code embedding} the vector in front of the classifier.
 */
public sealed interface Level {
    Pattern SYNTAX = Pattern.compile("last(?:-([1-9]))?|embedding");

    /**
     * The stage of a network whose output this level is, for inputs of {@code inputSize} pixels; empty for a level that the
     * network lacks and for the embedding.
     */
    Optional<StageShape> stageOf(NetworkShape network, int inputSize);

    /** A stage's output, (N, C, H, W). {@code fromEnd} is 0 for the last stage. */
    record FeatureMap(int fromEnd) implements Level {
        public FeatureMap {
            if (fromEnd < 0) {
                throw new IllegalArgumentException("fromEnd: " + fromEnd + " is negative");
            }
        }

        @Override
        public Optional<StageShape> stageOf(NetworkShape network, int inputSize) {
            return fromEnd < network.stageCount()
                    ? Optional.of(network.stages(inputSize).get(network.stageCount() - 1 - fromEnd))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return fromEnd == 0 ? "last" : "last-" + fromEnd;
        }
    }

    /** The vector in front of the classifier, (N, C). */
    record Embedding() implements Level {
        @Override
        public Optional<StageShape> stageOf(NetworkShape network, int inputSize) {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "embedding";
        }
    }

    /** Reads {@code last}, {@code last-1} … {@code last-9} or {@code embedding}; empty for anything else. */
    static Optional<Level> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (text.equals("embedding")) {
            return Optional.of(new Embedding());
        }
        String distance = matcher.group(1);
        return Optional.of(new FeatureMap(distance == null ? 0 : Integer.parseInt(distance)));
    }
}
