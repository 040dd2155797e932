package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.List;

/** MobileNetV2 (Sandler et al. 2018, table 2). */
public record MobileNetShape(NetworkEntry entry) implements InvertedShape {
    private static final List<InvertedBlock> BLOCKS = InvertedBlock.of(
            STEM,
            List.of(
                    new InvertedBlock.Group(1, 16, 1, 1, 3),
                    new InvertedBlock.Group(6, 24, 2, 2, 3),
                    new InvertedBlock.Group(6, 32, 3, 2, 3),
                    new InvertedBlock.Group(6, 64, 4, 2, 3),
                    new InvertedBlock.Group(6, 96, 3, 1, 3),
                    new InvertedBlock.Group(6, 160, 3, 2, 3),
                    new InvertedBlock.Group(6, 320, 1, 1, 3)));

    static final List<NetworkShape> ALL = List.of(new MobileNetShape(NetworkEntry.SMALL));

    @Override
    public String name() {
        return "mobilenetv2";
    }

    @Override
    public MobileNetShape withEntry(NetworkEntry entry) {
        return new MobileNetShape(entry);
    }

    @Override
    public String layout() {
        return "MobileNetV2, " + BLOCKS.size() + " inverted residual blocks";
    }

    @Override
    public List<InvertedBlock> blocks() {
        return BLOCKS;
    }

    @Override
    public int squeezed(InvertedBlock block) {
        return 0;
    }
}
