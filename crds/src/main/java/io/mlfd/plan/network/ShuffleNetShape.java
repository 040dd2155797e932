package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;

/**
 * ShuffleNetV2 (Ma et al. 2018, table 5) in three stages; the last 1x1 convolution belongs to the embedding. With the small
 * entry the stem has stride 1 and no pooling, as is usual for CIFAR.
 *
 * @param size as the paper names it, such as x1.0
 * @param channels of each stage
 * @param embeddingLength channels of the last convolution
 */
public record ShuffleNetShape(String name, String size, List<Integer> channels, int embeddingLength, NetworkEntry entry)
        implements FixedShape, AnySizeShape {
    private static final int STEM = 24;
    private static final List<Integer> BLOCKS = List.of(4, 8, 4);

    static final List<NetworkShape> ALL = List.of(
            new ShuffleNetShape("shufflenetv2-x05", "x0.5", List.of(48, 96, 192), 1024, NetworkEntry.SMALL),
            new ShuffleNetShape("shufflenetv2-x1", "x1.0", List.of(116, 232, 464), 1024, NetworkEntry.SMALL));

    public ShuffleNetShape {
        channels = List.copyOf(channels);
    }

    @Override
    public int defaultWidth() {
        return STEM;
    }

    @Override
    public ShuffleNetShape withEntry(NetworkEntry entry) {
        return new ShuffleNetShape(name, size, channels, embeddingLength, entry);
    }

    @Override
    public String layout() {
        return "ShuffleNetV2 " + size + ", 4-8-4 blocks";
    }

    @Override
    public int stageCount() {
        return channels.size();
    }

    @Override
    public int channels(int stage) {
        return channels.get(stage);
    }

    /** How many blocks a stage has. */
    public int blocks(int stage) {
        return BLOCKS.get(stage);
    }

    @Override
    public Tally stem(Tally images) {
        return isSmall()
                ? images.convolution(STEM, 3, 1).normalised().activated()
                : images.convolution(STEM, 3, 2).normalised().activated().pooled(3, 2, 1);
    }

    @Override
    public Tally stage(int stage, Tally maps) {
        int half = channels(stage) / 2;
        Tally tally = branch(
                maps.beside(other -> other.depthwise(3, 2)
                        .normalised()
                        .convolution(half, 1, 1)
                        .normalised()
                        .activated()),
                half,
                2);
        tally = shuffled(tally, 2 * half);
        for (int block = 1; block < blocks(stage); block++) {
            tally = shuffled(branch(tally.moved(half, tally.size()), half, 1), 2 * half);
        }
        return tally;
    }

    private static Tally branch(Tally maps, int outputs, int stride) {
        return maps.convolution(outputs, 1, 1)
                .normalised()
                .activated()
                .depthwise(3, stride)
                .normalised()
                .convolution(outputs, 1, 1)
                .normalised()
                .activated();
    }

    /** Both halves are joined, and their channels dealt out anew: two copies. */
    private static Tally shuffled(Tally half, int channels) {
        return half.moved(channels, half.size()).computing(2);
    }

    @Override
    public Tally embedding(Tally maps) {
        return maps.convolution(embeddingLength, 1, 1).normalised().activated().averaged();
    }
}
