package io.mlfd.plan.network;

import java.util.List;

/**
 * DenseNet-40 with growth 12 (Huang et al. 2017, table 2, without bottlenecks and compression) for small images: three stages of
 * layers that each add 12 channels to all maps before them. What halves the maps begins the next stage.
 */
public record DenseNetShape() implements FixedShape, SmallImagesShape {
    /** Channels that a layer adds. */
    public static final int GROWTH = 12;
    /** Layers of a stage: three times these, a convolution in front, two between and a dense layer are 40. */
    public static final int LAYERS = 12;

    private static final int STEM = 16;
    private static final int STAGES = 3;

    static final List<NetworkShape> ALL = List.of(new DenseNetShape());

    @Override
    public String name() {
        return "densenet40";
    }

    @Override
    public int defaultWidth() {
        return STEM;
    }

    @Override
    public String layout() {
        return "DenseNet-40-" + GROWTH + ", " + LAYERS + " layers a stage";
    }

    @Override
    public int stageCount() {
        return STAGES;
    }

    @Override
    public int channels(int stage) {
        return STEM + GROWTH * LAYERS * (stage + 1);
    }

    @Override
    public Tally stem(Tally images) {
        return images.convolution(STEM, 3, 1);
    }

    @Override
    public Tally stage(int stage, Tally maps) {
        Tally tally = stage == 0
                ? maps
                : maps.normalised()
                        .activated()
                        .convolution(maps.channels(), 1, 1)
                        .pooled(2, 2, 0);
        for (int layer = 0; layer < LAYERS; layer++) {
            int joined = tally.channels() + GROWTH;
            tally = tally.normalised()
                    .activated()
                    .convolution(GROWTH, 3, 1)
                    .moved(joined, tally.size())
                    .computing(1);
        }
        return tally;
    }

    @Override
    public Tally embedding(Tally maps) {
        return maps.normalised().activated().averaged();
    }
}
