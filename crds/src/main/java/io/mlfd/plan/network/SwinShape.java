package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;
import java.util.Optional;

/**
 * Swin-T (Liu et al. 2021): patches of 4 pixels and windows of 7, or 2 and 4 with the small entry. Maps that are no larger than a
 * window are one window. What halves maps begins the next stage.
 */
public record SwinShape(NetworkEntry entry) implements FixedShape, AnySizeShape {
    private static final int WIDTH = 96;
    private static final int HEADS = 3;
    private static final List<Integer> DEPTHS = List.of(2, 2, 6, 2);

    static final List<NetworkShape> ALL = List.of(new SwinShape(NetworkEntry.SMALL));

    @Override
    public boolean hasLayerRates() {
        return true;
    }

    @Override
    public String name() {
        return "swin-tiny";
    }

    @Override
    public int defaultWidth() {
        return WIDTH;
    }

    @Override
    public SwinShape withEntry(NetworkEntry entry) {
        return new SwinShape(entry);
    }

    @Override
    public String layout() {
        return "Swin-T, 2-2-6-2 blocks";
    }

    @Override
    public int stageCount() {
        return DEPTHS.size();
    }

    @Override
    public int channels(int stage) {
        return WIDTH << stage;
    }

    /** Blocks of each stage. */
    public List<Integer> depths() {
        return DEPTHS;
    }

    /** Heads of a stage's attentions. */
    public int heads(int stage) {
        return HEADS << stage;
    }

    /** Pixels on each side of a patch. */
    public int patch() {
        return isSmall() ? 2 : 4;
    }

    /** Tokens on each side of a window. */
    public int window() {
        return isSmall() ? 4 : 7;
    }

    @Override
    public Optional<String> refusal(int inputSize) {
        return Patches.refusal(inputSize, patch());
    }

    @Override
    public Tally stem(Tally images) {
        return images.patches(WIDTH, patch()).normalised();
    }

    @Override
    public Tally stage(int stage, Tally maps) {
        Tally tally = stage == 0 ? maps : merged(maps, channels(stage));
        int window = Math.min(window(), tally.size());
        int padded = window == 0 ? 0 : (tally.size() + window - 1) / window * window;
        long positions = 2L * window() - 1;
        for (int block = 0; block < DEPTHS.get(stage); block++) {
            tally = TransformerTally.block(
                    tally,
                    (long) padded * padded,
                    (long) window * window,
                    heads(stage),
                    positions * positions * heads(stage));
        }
        return tally;
    }

    /** Squares of four tokens become one, normalised, and mapped to the next stage's channels. */
    private static Tally merged(Tally maps, int outputs) {
        return maps.moved(4 * maps.channels(), (maps.size() + 1) / 2)
                .computing(1)
                .normalised()
                .convolution(outputs, 1, 1);
    }

    @Override
    public Tally embedding(Tally maps) {
        return maps.normalised().averaged();
    }
}
