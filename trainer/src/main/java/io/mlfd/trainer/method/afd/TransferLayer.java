package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.nn.BatchNorm;
import io.mlfd.trainer.nn.Conv2d;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;

/** Maps (N, C, H, W) in another number of channels, (N, C', H, W): 1x1 convolution, batch normalisation, ReLU. */
final class TransferLayer implements Module {
    private final Conv2d convolution;
    private final BatchNorm norm;

    TransferLayer(Scope scope, int inputs, int outputs) {
        convolution = Conv2d.pointwise(scope.child("conv"), inputs, outputs);
        norm = new BatchNorm(scope.child("bn"), outputs);
    }

    @Override
    public NDArray forward(NDArray maps, Mode mode) {
        return Functional.relu(norm.forward(convolution.forward(maps, mode), mode));
    }
}
