package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;

/** EfficientNet-B0 (Tan and Le 2019, table 1). */
public record EfficientNetShape(NetworkEntry entry) implements InvertedShape {
    /** The squeeze has a quarter of the channels that come into a block. */
    private static final int SQUEEZE = 4;

    private static final List<InvertedBlock> BLOCKS = InvertedBlock.of(
            STEM,
            List.of(
                    new InvertedBlock.Group(1, 16, 1, 1, 3),
                    new InvertedBlock.Group(6, 24, 2, 2, 3),
                    new InvertedBlock.Group(6, 40, 2, 2, 5),
                    new InvertedBlock.Group(6, 80, 3, 2, 3),
                    new InvertedBlock.Group(6, 112, 3, 1, 5),
                    new InvertedBlock.Group(6, 192, 4, 2, 5),
                    new InvertedBlock.Group(6, 320, 1, 1, 3)));

    static final List<NetworkShape> ALL = List.of(new EfficientNetShape(NetworkEntry.SMALL));

    @Override
    public String name() {
        return "efficientnet-b0";
    }

    @Override
    public EfficientNetShape withEntry(NetworkEntry entry) {
        return new EfficientNetShape(entry);
    }

    @Override
    public String layout() {
        return "EfficientNet-B0, " + BLOCKS.size() + " inverted residual blocks with squeeze and excitation";
    }

    @Override
    public List<InvertedBlock> blocks() {
        return BLOCKS;
    }

    @Override
    public int squeezed(InvertedBlock block) {
        return block.inputs() / SQUEEZE;
    }
}
