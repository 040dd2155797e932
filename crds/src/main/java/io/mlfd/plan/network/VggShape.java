package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Plain stacks of 3x3 convolutions (Simonyan and Zisserman 2015), each normalised, in five stages with a pooling between them.
 * A stage's maps are those in front of the pooling, so that they are as large as other networks'. The first convolution stands
 * for the stem. The classifier of the large entry has two dense layers of 64 times the width in front of the last, as in
 * torchvision; the small entry has the mean over space, as is usual for CIFAR.
 *
 * @param convolutions of each stage
 * @param width channels of the first stage
 */
public record VggShape(String name, List<Integer> convolutions, int width, NetworkEntry entry)
        implements OwnStemShape, AnySizeShape {
    private static final int WIDTH = 64;
    private static final int WIDEST_STAGE = 3;
    /** Means on each side of what the dense layers of the large entry take. */
    public static final int POOLED = 7;

    /** Table 1, columns A, B and D. */
    static final List<NetworkShape> ALL = List.of(
            new VggShape("vgg11", 1, 1, 2, 2, 2),
            new VggShape("vgg13", 2, 2, 2, 2, 2),
            new VggShape("vgg16", 2, 2, 3, 3, 3));

    public VggShape {
        Positive.require("width", width);
        convolutions = List.copyOf(convolutions);
    }

    private VggShape(String name, Integer... convolutions) {
        this(name, List.of(convolutions), WIDTH, NetworkEntry.SMALL);
    }

    @Override
    public int defaultWidth() {
        return WIDTH;
    }

    @Override
    public VggShape withWidth(int width) {
        return new VggShape(name, convolutions, width, entry);
    }

    @Override
    public VggShape withEntry(NetworkEntry entry) {
        return new VggShape(name, convolutions, width, entry);
    }

    @Override
    public String layout() {
        return "VGG with batch normalisation, "
                + convolutions.stream().map(String::valueOf).collect(Collectors.joining("-")) + " convolutions";
    }

    @Override
    public int stageCount() {
        return convolutions.size();
    }

    @Override
    public int channels(int stage) {
        return width << Math.min(stage, WIDEST_STAGE);
    }

    /** Length of the dense layers of the large entry. */
    public int dense() {
        return WIDTH * width;
    }

    @Override
    public Tally stem(Tally images) {
        return convolution(images, width);
    }

    @Override
    public Tally stage(int stage, Tally maps) {
        Tally tally = stage == 0 ? maps : maps.pooled(2, 2, 0);
        for (int at = stage == 0 ? 1 : 0; at < convolutions.get(stage); at++) {
            tally = convolution(tally, channels(stage));
        }
        return tally;
    }

    private static Tally convolution(Tally maps, int outputs) {
        return maps.convolution(outputs, 3, 1).biased().normalised().activated();
    }

    @Override
    public Tally embedding(Tally maps) {
        Tally pooled = maps.pooled(2, 2, 0);
        if (isSmall()) {
            return pooled.averaged();
        }
        Tally flat = pooled.resized(POOLED);
        return flat.moved(POOLED * POOLED * flat.channels(), flat.size() == 0 ? 0 : 1)
                .dense(dense())
                .activated()
                .dense(dense())
                .activated();
    }
}
