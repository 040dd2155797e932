package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;
import java.util.Optional;

/**
 * Vision transformers (Dosovitskiy et al. 2021; the sizes are those of Touvron et al. 2021): patches of 16 pixels, or 4 with
 * the small entry, and a class token. A quarter of the twelve blocks is a stage, all with maps of one size. Positions are learned for
 * images of 224 pixels, or 32, and resampled for others.
 *
 * @param size as in timm's names
 * @param channels of a token
 */
public record VitShape(String size, int channels, NetworkEntry entry) implements FixedShape, AnySizeShape {
    /** Blocks of a stage. */
    public static final int BLOCKS = 3;

    private static final int STAGES = 4;
    private static final int HEAD = 64;
    private static final int TINY = 192;
    private static final int SMALL = 384;

    static final List<NetworkShape> ALL =
            List.of(new VitShape("tiny", TINY, NetworkEntry.SMALL), new VitShape("small", SMALL, NetworkEntry.SMALL));

    @Override
    public boolean hasLayerRates() {
        return true;
    }

    @Override
    public String name() {
        return "vit-" + size;
    }

    @Override
    public int defaultWidth() {
        return channels;
    }

    @Override
    public VitShape withEntry(NetworkEntry entry) {
        return new VitShape(size, channels, entry);
    }

    @Override
    public boolean continuesFromMaps() {
        return false;
    }

    @Override
    public String layout() {
        return "ViT, " + STAGES * BLOCKS + " blocks of " + heads() + " heads";
    }

    @Override
    public int stageCount() {
        return STAGES;
    }

    @Override
    public int channels(int stage) {
        return channels;
    }

    /** Heads of an attention. */
    public int heads() {
        return channels / HEAD;
    }

    /** Pixels on each side of a patch. */
    public int patch() {
        return isSmall() ? 4 : 16;
    }

    /** Patches on each side that positions are learned for. */
    public int grid() {
        return isSmall() ? 8 : 14;
    }

    @Override
    public Optional<String> refusal(int inputSize) {
        return Patches.refusal(inputSize, patch());
    }

    @Override
    public Tally stem(Tally images) {
        return images.patches(channels, patch())
                .learning((2L + (long) grid() * grid()) * channels)
                .computing(2);
    }

    @Override
    public Tally stage(int stage, Tally maps) {
        long tokens = 1 + (long) maps.size() * maps.size();
        Tally tally = maps;
        for (int block = 0; block < BLOCKS; block++) {
            tally = TransformerTally.block(tally, tokens, tokens, heads(), 0);
        }
        return tally;
    }

    @Override
    public Tally embedding(Tally maps) {
        return maps.averaged().normalised();
    }
}
