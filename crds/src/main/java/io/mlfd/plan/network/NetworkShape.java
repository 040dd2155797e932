package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Pass;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The shape of a network, known without building it: what validation needs to say that a level is missing or that maps
 * cannot be fused, and what the trainer's networks are built from. A family of networks is one implementation; its equals
 * goes by value.
 */
public interface NetworkShape {
    /** Images with more pixels on each side than this go through the large entry where nothing is said. */
    int LARGEST_OF_SMALL = 64;

    /** The name used in a run file: unique, and with width, stem and entry all that an order says of a network. */
    String name();

    /** What scales all channels: those of the first stage, or of the narrow layers within its blocks. */
    int width();

    /** The width where a run file names none: the one of the paper. */
    int defaultWidth();

    /** Channels of the stem, which images go through before the first stage; the width where they cannot be chosen. */
    int stem();

    /** Channels of the stem where a run file names none. */
    default int usualStem() {
        return width();
    }

    /** Whether it is a row of like blocks between a stem and a head, so that learning rates can fall from block to block. */
    default boolean hasLayerRates() {
        return false;
    }

    /** Whether the width can be chosen. */
    default boolean hasWidths() {
        return true;
    }

    /** Whether the stem can be of another width than the usual one. */
    default boolean hasStems() {
        return hasWidths();
    }

    /**
     * The same network with other channels, and with the {@linkplain #usualStem usual stem} of that width.
     *
     * @throws IllegalArgumentException when {@code width} is not positive, or is another one of a network without widths
     */
    NetworkShape withWidth(int width);

    /**
     * The same network behind a stem of other channels.
     *
     * @throws IllegalArgumentException when {@code stem} is not positive, or is another one of a network without stems
     */
    NetworkShape withStem(int stem);

    /** How images enter it. */
    NetworkEntry entry();

    /** The entries that it can have. */
    List<NetworkEntry> entries();

    /** The entry where a run file names none. {@code inputSize}: pixels on each side of an image */
    default NetworkEntry usualEntry(int inputSize) {
        NetworkEntry wanted = inputSize > LARGEST_OF_SMALL ? NetworkEntry.LARGE : NetworkEntry.SMALL;
        return entries().contains(wanted) ? wanted : entries().get(0);
    }

    /**
     * The same network with another entry.
     *
     * @throws IllegalArgumentException when it cannot have that one
     */
    NetworkShape withEntry(NetworkEntry entry);

    /** Why images of a size cannot be taken, in a few words after "images of 8 pixels"; empty where they can. */
    default Optional<String> refusal(int inputSize) {
        return Optional.empty();
    }

    /** Whether the network can go on from a stage's maps alone, as a method that puts others in their place needs it. */
    default boolean continuesFromMaps() {
        return true;
    }

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
     * @param firstPart 0 for all, the stem among them; i for what begins with stage i, counted from 1; the number of stages and
     *     one for what lies between the last maps and the classifier
     */
    long parametersFrom(int firstPart);

    /**
     * What one image's forward pass computes from one of its parts on.
     *
     * @param inputSize pixels on each side of the image
     * @param firstPart as of {@link #parametersFrom}
     */
    Pass pass(int inputSize, int firstPart);

    /**
     * Multiplications, each with an addition, of one image's forward pass, in convolutions and dense layers.
     *
     * @param inputSize pixels on each side of the image
     * @param classes number of logits
     */
    long multiplications(int inputSize, int classes);

    /** As an order says it. */
    default NetworkSpec spec() {
        return new NetworkSpec(name(), width(), OptionalInt.of(stem()), Optional.of(entry()));
    }

    /**
     * For people and for stage names: the name, the width where it is not the default, the stem where it is not the usual one
     * of that width, and the large entry where a network may have both.
     */
    default String label() {
        return name()
                + (width() == defaultWidth() ? "" : "/" + width())
                + (stem() == usualStem() ? "" : "-stem" + stem())
                + (entry() == NetworkEntry.LARGE && entries().size() > 1 ? "-large" : "");
    }
}
