package io.mlfd.plan.network;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Pass;
import java.util.List;
import java.util.OptionalInt;

/**
 * The shape of a network, known without building it: what validation needs to say that a level is missing or that maps
 * cannot be fused, and what the trainer's networks are built from. A family of networks is one implementation; its equals
 * goes by value.
 */
public interface NetworkShape {
    /** The name used in a run file: unique, and with {@link #width()} and {@link #stem()} all that an order says of a network. */
    String name();

    /** What scales all channels: those of the first stage. */
    int width();

    /** The width where a run file names none: the one of the paper. */
    int defaultWidth();

    /** Channels of the stem, which images go through before the first stage. */
    int stem();

    /**
     * The same network with other channels, as many in the stem as in the first stage.
     *
     * @throws IllegalArgumentException when {@code width} is not positive
     */
    NetworkShape withWidth(int width);

    /**
     * The same network behind a stem of other channels.
     *
     * @throws IllegalArgumentException when {@code stem} is not positive
     */
    NetworkShape withStem(int stem);

    /** In a few words for people, without name and width. */
    String layout();

    /** Number of stages, which is that of the levels {@code last}, {@code last-1} …; at least 1. */
    int stageCount();

    /** Outputs of all stages in order, for square inputs of {@code inputSize} pixels. */
    List<StageShape> stages(int inputSize);

    /** Channels of a stage's output, which do not depend on the size of images. {@code stage}: from 0 */
    default int channels(int stage) {
        return stages(1).get(stage).channels();
    }

    /** Channels of the last stage's output. */
    default int lastChannels() {
        return channels(stageCount() - 1);
    }

    /** Pixels on each side of the last stage's output, for square inputs of {@code inputSize} pixels. */
    default int lastSize(int inputSize) {
        return stages(inputSize).get(stageCount() - 1).size();
    }

    /** Length of the vector in front of the classifier. */
    int embeddingLength();

    /**
     * Number of values that are learned, those of the stem and the classifier among them.
     *
     * @param classes number of logits
     */
    long parameters(int classes);

    /**
     * Number of values that are learned from one of its parts on, without the classifier's.
     *
     * @param firstPart 0 for all, the stem among them; i for what begins with stage i, counted from 1
     */
    long parametersFrom(int firstPart);

    /**
     * What one image's forward pass computes from one of its parts on.
     *
     * @param inputSize pixels on each side of the image
     * @param firstPart as of {@link #parametersFrom}
     */
    Pass pass(int inputSize, int firstPart);

    /** As an order says it. */
    default NetworkSpec spec() {
        return new NetworkSpec(name(), width(), OptionalInt.of(stem()));
    }

    /** For people and for stage names: the name, the width where it is not the default, the stem where it is not that wide. */
    default String label() {
        return name() + (width() == defaultWidth() ? "" : "/" + width()) + (stem() == width() ? "" : "-stem" + stem());
    }
}
