package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;
import java.util.stream.Collectors;

/**
 * ConvNeXt V2 (Woo et al. 2023, appendix A): four stages of blocks with 7x7 convolutions of every channel by itself, two dense
 * layers and a global response normalisation between these, behind patches of 4 pixels, or 2 with the small entry.
 *
 * @param depths blocks of each stage
 * @param dropPath of the last block in training; it grows from 0 with the block
 * @param flat whether the weights of dense layers are matrices in timm's files, not 1x1 convolutions
 * @param width channels of the first stage
 */
public record ConvNeXtShape(
        String name,
        int defaultWidth,
        List<Integer> depths,
        double dropPath,
        boolean flat,
        int width,
        NetworkEntry entry)
        implements OwnStemShape, AnySizeShape {
    /** Pixels on each side of what the 7x7 convolutions see. */
    public static final int KERNEL = 7;
    /** Channels between a block's dense layers for each of its own. */
    public static final int EXPANSION = 4;

    private static final double LITTLE = 0.1;
    private static final double MORE = 0.2;
    private static final List<Integer> SHALLOW = List.of(2, 2, 6, 2);

    /** Drop paths are those of the paper's fine-tuning (appendix A). */
    static final List<NetworkShape> ALL = List.of(
            new ConvNeXtShape("convnextv2-atto", 40, SHALLOW, LITTLE, false),
            new ConvNeXtShape("convnextv2-femto", 48, SHALLOW, LITTLE, false),
            new ConvNeXtShape("convnextv2-pico", 64, SHALLOW, LITTLE, false),
            new ConvNeXtShape("convnextv2-nano", 80, List.of(2, 2, 8, 2), LITTLE, false),
            new ConvNeXtShape("convnextv2-tiny", 96, List.of(3, 3, 9, 3), MORE, true));

    public ConvNeXtShape {
        Positive.require("width", width);
        depths = List.copyOf(depths);
    }

    private ConvNeXtShape(String name, int width, List<Integer> depths, double dropPath, boolean flat) {
        this(name, width, depths, dropPath, flat, width, NetworkEntry.SMALL);
    }

    @Override
    public boolean hasLayerRates() {
        return true;
    }

    @Override
    public ConvNeXtShape withWidth(int width) {
        return new ConvNeXtShape(name, defaultWidth, depths, dropPath, flat, width, entry);
    }

    @Override
    public ConvNeXtShape withEntry(NetworkEntry entry) {
        return new ConvNeXtShape(name, defaultWidth, depths, dropPath, flat, width, entry);
    }

    @Override
    public String layout() {
        return "ConvNeXt V2, " + depths.stream().map(String::valueOf).collect(Collectors.joining("-")) + " blocks";
    }

    @Override
    public int stageCount() {
        return depths.size();
    }

    @Override
    public int channels(int stage) {
        return width << stage;
    }

    /** Pixels on each side of a patch. */
    public int patch() {
        return isSmall() ? 2 : 4;
    }

    @Override
    public Tally stem(Tally images) {
        return images.patches(width, patch()).normalised();
    }

    @Override
    public Tally stage(int stage, Tally maps) {
        Tally tally = stage == 0 ? maps : maps.normalised().patches(channels(stage), 2);
        for (int block = 0; block < depths.get(stage); block++) {
            tally = block(tally);
        }
        return tally;
    }

    private static Tally block(Tally maps) {
        int channels = maps.channels();
        int within = EXPANSION * channels;
        return maps.depthwise(KERNEL, 1)
                .biased()
                .normalised()
                .dense(within)
                .activated()
                .learning(2L * within)
                .computing(2)
                .dense(channels)
                .activated();
    }

    @Override
    public Tally embedding(Tally maps) {
        return maps.averaged().normalised();
    }
}
