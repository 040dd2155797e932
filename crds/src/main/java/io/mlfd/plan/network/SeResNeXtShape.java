package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;

/**
 * SE-ResNeXt-26-T 32x4d of timm: bottlenecks whose 3x3 convolutions have 32 groups (Xie et al. 2017) and whose channels are
 * weighed (Hu et al. 2018), behind a stem of three 3x3 convolutions, with means in front of the shortcuts' projections (He et al.
 * 2019). With the small entry the stem keeps the size.
 */
public record SeResNeXtShape(NetworkEntry entry) implements FixedShape, AnySizeShape {
    /** Channels behind each convolution of the stem. */
    public static final List<Integer> STEM = List.of(24, 32, 64);
    /** Groups of the 3x3 convolutions. */
    public static final int GROUPS = 32;

    private static final int STAGES = 4;
    private static final int BLOCKS = 2;
    private static final int FIRST = 256;
    private static final int SQUEEZE = 16;
    private static final int SQUEEZE_MULTIPLE = 8;

    static final List<NetworkShape> ALL = List.of(new SeResNeXtShape(NetworkEntry.SMALL));

    @Override
    public String name() {
        return "seresnext26t";
    }

    @Override
    public int defaultWidth() {
        return STEM.get(STEM.size() - 1);
    }

    @Override
    public SeResNeXtShape withEntry(NetworkEntry entry) {
        return new SeResNeXtShape(entry);
    }

    @Override
    public String layout() {
        return "SE-ResNeXt-26-T 32x4d, " + BLOCKS + " bottlenecks a stage";
    }

    @Override
    public int stageCount() {
        return STAGES;
    }

    @Override
    public int channels(int stage) {
        return FIRST << stage;
    }

    /** Channels of a stage's 3x3 convolutions. */
    public int narrow(int stage) {
        return channels(stage) / 2;
    }

    /** Channels of a stage's squeezes: a sixteenth, in eights. */
    public int squeezed(int stage) {
        int exact = channels(stage) / SQUEEZE;
        return (exact + SQUEEZE_MULTIPLE / 2) / SQUEEZE_MULTIPLE * SQUEEZE_MULTIPLE;
    }

    /** How many blocks a stage has. */
    public int blocks() {
        return BLOCKS;
    }

    @Override
    public Tally stem(Tally images) {
        Tally tally = images.convolution(STEM.get(0), 3, isSmall() ? 1 : 2)
                .normalised()
                .activated()
                .convolution(STEM.get(1), 3, 1)
                .normalised()
                .activated()
                .convolution(STEM.get(2), 3, 1)
                .normalised()
                .activated();
        return isSmall() ? tally : tally.pooled(3, 2, 1);
    }

    @Override
    public Tally stage(int stage, Tally maps) {
        Tally tally = maps;
        for (int block = 0; block < BLOCKS; block++) {
            tally = block(stage, stage > 0 && block == 0 ? 2 : 1, tally);
        }
        return tally;
    }

    private Tally block(int stage, int stride, Tally maps) {
        int outputs = channels(stage);
        Tally beside = maps.channels() == outputs
                ? maps
                : maps.beside(shortcut -> {
                    // Means of 2x2, rounding the size up: the border's of what there is.
                    Tally pooled = stride == 1
                            ? shortcut
                            : shortcut.moved(shortcut.channels(), (shortcut.size() + 1) / 2)
                                    .computing(1);
                    return pooled.convolution(outputs, 1, 1).normalised();
                });
        Tally residual = beside.convolution(narrow(stage), 1, 1)
                .normalised()
                .activated()
                .convolution(narrow(stage), 3, stride, GROUPS)
                .normalised()
                .activated()
                .convolution(outputs, 1, 1)
                .normalised();
        return residual.beside(weights -> Squeeze.tally(weights, squeezed(stage)))
                .activated()
                .activated()
                .activated();
    }
}
