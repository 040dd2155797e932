package io.mlfd.plan.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A block that convolves each channel by itself between two 1x1 convolutions, the first of which makes more channels (Sandler et
 * al. 2018, fig. 3b).
 *
 * @param index among all of the network, from 0
 * @param group the row of the paper's table that it is of, from 0
 * @param place in its group, from 0
 * @param expansion channels within for each that comes in; at 1 there is no first convolution
 * @param kernel pixels on each side
 */
public record InvertedBlock(
        int index, int group, int place, int inputs, int expansion, int outputs, int kernel, int stride) {
    /** A row of the table: {@code count} blocks, of which the first has the stride. */
    record Group(int expansion, int outputs, int count, int stride, int kernel) {}

    /** @param inputs channels of the stem */
    static List<InvertedBlock> of(int inputs, List<Group> groups) {
        List<InvertedBlock> blocks = new ArrayList<>();
        int channels = inputs;
        for (int group = 0; group < groups.size(); group++) {
            Group row = groups.get(group);
            for (int place = 0; place < row.count; place++) {
                blocks.add(new InvertedBlock(
                        blocks.size(),
                        group,
                        place,
                        channels,
                        row.expansion,
                        row.outputs,
                        row.kernel,
                        place == 0 ? row.stride : 1));
                channels = row.outputs;
            }
        }
        return blocks;
    }

    /** Channels between the 1x1 convolutions. */
    public int hidden() {
        return inputs * expansion;
    }

    /** Whether what comes in is added to what comes out. */
    public boolean isResidual() {
        return stride == 1 && inputs == outputs;
    }

    InvertedBlock withStride(int stride) {
        return new InvertedBlock(index, group, place, inputs, expansion, outputs, kernel, stride);
    }

    /** {@code squeezed}: channels of the squeeze that weighs the ones within; 0 for none */
    Tally tally(Tally maps, int squeezed) {
        Tally expanded = expansion == 1
                ? maps
                : maps.convolution(hidden(), 1, 1).normalised().activated();
        Tally within = expanded.depthwise(kernel, stride).normalised().activated();
        Tally weighed = squeezed == 0
                ? within
                : within.beside(weights -> Squeeze.tally(weights, squeezed)).activated();
        Tally out = weighed.convolution(outputs, 1, 1).normalised();
        return isResidual() ? out.activated() : out;
    }
}
