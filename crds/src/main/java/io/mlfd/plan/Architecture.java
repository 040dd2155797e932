package io.mlfd.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shape of a network, known without building it: what validation needs to say that a level is missing or that maps
 * cannot be fused, and what the trainer's networks are built from.
 *
 * @param family the network's layout
 * @param width channels of the first stage; every further stage doubles them
 */
public record Architecture(Family family, int width) {
    /** The networks that there are. */
    public enum Family {
        /** CIFAR ResNets, depth 6n+2 (He et al. 2016, §4.2): 3x3 stem, three stages of n basic blocks. */
        RESNET8("resnet8", 16, 3, 1),
        RESNET14("resnet14", 16, 3, 2),
        RESNET20("resnet20", 16, 3, 3),
        RESNET32("resnet32", 16, 3, 5),
        /** ResNet-18 with the 3x3 stride-1 stem that is usual for small images: four stages of two basic blocks. */
        RESNET18("resnet18", 64, 4, 2);

        private final String label;
        private final int defaultWidth;
        private final int stages;
        private final int blocksPerStage;

        Family(String label, int defaultWidth, int stages, int blocksPerStage) {
            this.label = label;
            this.defaultWidth = defaultWidth;
            this.stages = stages;
            this.blocksPerStage = blocksPerStage;
        }

        /** The name used in a run file. */
        public String label() {
            return label;
        }

        public int defaultWidth() {
            return defaultWidth;
        }

        public int stages() {
            return stages;
        }

        public int blocksPerStage() {
            return blocksPerStage;
        }

        public static Optional<Family> of(String label) {
            return Arrays.stream(values()).filter(f -> f.label.equals(label)).findFirst();
        }

        /** All names, for messages. */
        public static String labels() {
            return Arrays.stream(values()).map(Family::label).collect(Collectors.joining(", "));
        }
    }

    /** A stage's output: {@code channels} maps of {@code size} x {@code size}. */
    public record StageShape(int channels, int size) {}

    public Architecture {
        if (width < 1) {
            throw new IllegalArgumentException("width: " + width + " is not positive");
        }
    }

    /** Outputs of all stages in order, for square inputs of {@code inputSize} pixels. Stages after the first halve, rounding up. */
    public List<StageShape> stageShapes(int inputSize) {
        return IntStream.range(0, family.stages())
                .mapToObj(stage -> new StageShape(width << stage, sizeAfter(stage, inputSize)))
                .toList();
    }

    /** Length of the embedding: the last stage's maps, averaged over space. */
    public int embeddingLength() {
        return width << (family.stages() - 1);
    }

    /** The output at a level, empty for a level that this network lacks and for the embedding. */
    public Optional<StageShape> stageAt(Level level, int inputSize) {
        if (level instanceof Level.FeatureMap map && map.fromEnd() < family.stages()) {
            return Optional.of(stageShapes(inputSize).get(family.stages() - 1 - map.fromEnd()));
        }
        return Optional.empty();
    }

    private static int sizeAfter(int halvings, int inputSize) {
        int size = inputSize;
        for (int i = 0; i < halvings; i++) {
            size = (size + 1) / 2;
        }
        return size;
    }

    @Override
    public String toString() {
        return width == family.defaultWidth() ? family.label() : family.label() + "/" + width;
    }
}
