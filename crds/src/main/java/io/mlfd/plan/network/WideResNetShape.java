package io.mlfd.plan.network;

import java.util.List;

/**
 * Wide residual networks (Zagoruyko and Komodakis 2016) for small images: three stages of blocks that normalise before they
 * convolve, behind a 3x3 convolution of 16 channels. A width of 16k is what papers call WRN-depth-k.
 *
 * @param blocks of a stage: the depth is 6 of them and 4
 * @param width channels of the first stage
 * @param stem channels of the stem
 */
public record WideResNetShape(String name, int defaultWidth, int blocks, int width, int stem)
        implements SmallImagesShape {
    private static final int STAGES = 3;
    private static final int STEM = 16;

    /** By default as wide as where they are seen most: WRN-16-2, WRN-28-10 and WRN-40-2. */
    static final List<NetworkShape> ALL = List.of(
            new WideResNetShape("wrn16", 32, 2),
            new WideResNetShape("wrn28", 160, 4),
            new WideResNetShape("wrn40", 32, 6));

    public WideResNetShape {
        Positive.require("width", width);
        Positive.require("stem", stem);
    }

    private WideResNetShape(String name, int width, int blocks) {
        this(name, width, blocks, width, STEM);
    }

    @Override
    public int usualStem() {
        return STEM;
    }

    @Override
    public WideResNetShape withWidth(int width) {
        return new WideResNetShape(name, defaultWidth, blocks, width, STEM);
    }

    @Override
    public WideResNetShape withStem(int stem) {
        return new WideResNetShape(name, defaultWidth, blocks, width, stem);
    }

    @Override
    public String layout() {
        return "wide ResNet, " + blocks + " pre-activation blocks a stage";
    }

    @Override
    public int stageCount() {
        return STAGES;
    }

    @Override
    public int channels(int stage) {
        return width << stage;
    }

    @Override
    public Tally stem(Tally images) {
        return images.convolution(stem, 3, 1);
    }

    @Override
    public Tally stage(int stage, Tally maps) {
        Tally tally = maps;
        for (int at = 0; at < blocks; at++) {
            tally = block(channels(stage), stage > 0 && at == 0 ? 2 : 1, tally);
        }
        return tally;
    }

    private static Tally block(int outputs, int stride, Tally maps) {
        Tally active = maps.normalised().activated();
        Tally beside = maps.channels() == outputs
                ? active
                : active.beside(shortcut -> shortcut.convolution(outputs, 1, stride));
        return beside.convolution(outputs, 3, stride)
                .normalised()
                .activated()
                .convolution(outputs, 3, 1)
                .activated();
    }

    @Override
    public Tally embedding(Tally maps) {
        return maps.normalised().activated().averaged();
    }
}
