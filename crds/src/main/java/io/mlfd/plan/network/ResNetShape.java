package io.mlfd.plan.network;

import io.mlfd.contract.Pass;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Residual networks of basic blocks (He et al. 2016) for small images: a 3x3 stem of stride 1 and stages of which every one
 * but the first halves the maps, rounding up, and doubles the channels.
 *
 * @param width channels of the first stage
 * @param stem channels of the stem
 */
public record ResNetShape(String name, int defaultWidth, int stageCount, int blocksPerStage, int width, int stem)
        implements NetworkShape {
    private static final int COLOURS = 3;
    /** Scale and shift of a channel behind a convolution, which has no bias. */
    private static final long NORMALISED = 2;

    /** CIFAR ResNets have depth 6n+2 with n blocks a stage (§4.2); ResNet-18 is the one of ImageNet (table 1) without its stem. */
    static final List<NetworkShape> ALL = List.of(
            new ResNetShape("resnet8", 16, 3, 1),
            new ResNetShape("resnet14", 16, 3, 2),
            new ResNetShape("resnet20", 16, 3, 3),
            new ResNetShape("resnet32", 16, 3, 5),
            new ResNetShape("resnet18", 64, 4, 2));

    public ResNetShape {
        if (width < 1) {
            throw new IllegalArgumentException("width: " + width + " is not positive");
        }
        if (stem < 1) {
            throw new IllegalArgumentException("stem: " + stem + " is not positive");
        }
    }

    private ResNetShape(String name, int defaultWidth, int stageCount, int blocksPerStage) {
        this(name, defaultWidth, stageCount, blocksPerStage, defaultWidth, defaultWidth);
    }

    @Override
    public ResNetShape withWidth(int width) {
        return new ResNetShape(name, defaultWidth, stageCount, blocksPerStage, width, width);
    }

    @Override
    public ResNetShape withStem(int stem) {
        return new ResNetShape(name, defaultWidth, stageCount, blocksPerStage, width, stem);
    }

    @Override
    public String layout() {
        return "ResNet, " + (blocksPerStage == 1 ? "1 basic block" : blocksPerStage + " basic blocks") + " a stage";
    }

    @Override
    public List<StageShape> stages(int inputSize) {
        return IntStream.range(0, stageCount)
                .mapToObj(stage -> new StageShape(channels(stage), sizeAfter(stage, inputSize)))
                .toList();
    }

    @Override
    public int embeddingLength() {
        return channels(stageCount - 1);
    }

    @Override
    public long parameters(int classes) {
        return parametersFrom(0) + (embeddingLength() + 1L) * classes;
    }

    @Override
    public long parametersFrom(int firstPart) {
        long parameters = firstPart == 0 ? NORMALISED * stem + 9L * COLOURS * stem : 0;
        for (int stage = Math.max(0, firstPart - 1); stage < stageCount; stage++) {
            for (int block = 0; block < blocksPerStage; block++) {
                parameters += blockParameters(inputs(stage, block), channels(stage));
            }
        }
        return parameters;
    }

    /** Of the stem convolution, normalisation and activation; of a block that twice, or more, and the sum. */
    @Override
    public Pass pass(int inputSize, int firstPart) {
        long ofStem = (long) stem * inputSize * inputSize;
        Pass pass = firstPart == 0 ? new Pass(3 * ofStem, ofStem) : Pass.NONE;
        for (int stage = Math.max(0, firstPart - 1); stage < stageCount; stage++) {
            long side = sizeAfter(stage, inputSize);
            long values = channels(stage) * side * side;
            for (int block = 0; block < blocksPerStage; block++) {
                boolean projected = inputs(stage, block) != channels(stage);
                pass = pass.and(new Pass(values, values).times(projected ? 9 : 7));
            }
        }
        return pass;
    }

    /** Channels in front of a block. */
    private int inputs(int stage, int block) {
        if (block > 0) {
            return channels(stage);
        }
        return stage == 0 ? stem : channels(stage - 1);
    }

    /** Two convolutions of 3x3 and, where the shortcut cannot be the maps themselves, one of 1x1; each is normalised. */
    private static long blockParameters(long inputs, long outputs) {
        long shortcut = inputs != outputs ? inputs * outputs + NORMALISED * outputs : 0;
        return 9 * inputs * outputs + 9 * outputs * outputs + 2 * NORMALISED * outputs + shortcut;
    }

    @Override
    public int channels(int stage) {
        return width << stage;
    }

    private static int sizeAfter(int halvings, int inputSize) {
        int size = inputSize;
        for (int i = 0; i < halvings; i++) {
            size = (size + 1) / 2;
        }
        return size;
    }
}
