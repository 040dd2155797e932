package io.mlfd.plan.network;

import java.util.List;

/**
 * Networks of inverted residual blocks in five stages, which begin where maps are halved; the 1x1 convolution to 1280 channels
 * behind them belongs to the embedding. With the small entry neither the stem nor the second stage halves, as is usual for CIFAR.
 */
public interface InvertedShape extends FixedShape, AnySizeShape {
    /** Channels of the stem. */
    int STEM = 32;
    /** Length of the embedding. */
    int EMBEDDING = 1280;
    /** The last row of the table of blocks that belongs to each stage. */
    List<Integer> ENDS = List.of(0, 1, 2, 4, 6);

    /** All blocks, with the strides of the large entry. */
    List<InvertedBlock> blocks();

    /** Channels of a block's squeeze; 0 for none. */
    int squeezed(InvertedBlock block);

    @Override
    default int defaultWidth() {
        return STEM;
    }

    @Override
    default int stageCount() {
        return ENDS.size();
    }

    /** Blocks of a stage. {@code stage}: from 0 */
    default List<InvertedBlock> blocks(int stage) {
        int after = stage == 0 ? -1 : ENDS.get(stage - 1);
        return blocks().stream()
                .filter(block -> block.group() > after && block.group() <= ENDS.get(stage))
                .map(block -> isSmall() && stage == 1 ? block.withStride(1) : block)
                .toList();
    }

    @Override
    default Tally stem(Tally images) {
        return images.convolution(STEM, 3, isSmall() ? 1 : 2).normalised().activated();
    }

    @Override
    default Tally stage(int stage, Tally maps) {
        Tally tally = maps;
        for (InvertedBlock block : blocks(stage)) {
            tally = block.tally(tally, squeezed(block));
        }
        return tally;
    }

    @Override
    default Tally embedding(Tally maps) {
        return maps.convolution(EMBEDDING, 1, 1).normalised().activated().averaged();
    }
}
