package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.nn.BatchNorm;
import io.mlfd.trainer.nn.Conv2d;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose maps they are, the teacher's (1) or the pupil's own (0): 3x3 convolutions of stride 2, each with half the channels, batch
 * normalisation and a leaky ReLU of slope 0.1; then the mean over space, a dense layer to one value, a sigmoid.
 */
final class Discriminator implements Module {
    private static final double SLOPE = 0.1;

    private final List<Block> blocks = new ArrayList<>();
    private final Linear dense;

    private record Block(Conv2d convolution, BatchNorm norm) implements Module {
        @Override
        public NDArray forward(NDArray maps, Mode mode) {
            return Functional.leakyRelu(norm.forward(convolution.forward(maps, mode), mode), SLOPE);
        }
    }

    /** @param channels of the maps */
    Discriminator(Scope scope, int channels) {
        int inputs = channels;
        for (int i = 0; i < TrainAdversarialPeers.DISCRIMINATOR_HALVINGS; i++) {
            int outputs = Math.max(1, inputs / 2);
            Scope own = scope.child(Integer.toString(i));
            blocks.add(new Block(
                    Conv2d.threeByThree(own.child("conv"), inputs, outputs, 2),
                    new BatchNorm(own.child("bn"), outputs)));
            inputs = outputs;
        }
        dense = new Linear(scope.child("fc"), inputs, 1);
    }

    /**
     * @param maps (N, C, H, W) of one network; a batch is normalised by itself, so those of two networks are never in one
     * @return (N, 1), in (0, 1)
     */
    @Override
    public NDArray forward(NDArray maps, Mode mode) {
        NDArray x = maps;
        for (Block block : blocks) {
            x = block.forward(x, mode);
        }
        return Functional.sigmoid(dense.forward(Functional.globalAveragePool(x), mode));
    }
}
