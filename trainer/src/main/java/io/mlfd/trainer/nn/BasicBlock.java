package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/** Two 3x3 convolutions around a shortcut (He et al. 2016, fig. 2), named as in torchvision. */
final class BasicBlock implements Module {
    private final Conv2d conv1;
    private final BatchNorm bn1;
    private final Conv2d conv2;
    private final BatchNorm bn2;
    private final Optional<Projection> downsample;

    BasicBlock(Scope scope, int inputs, int outputs, int stride) {
        conv1 = Conv2d.residual(scope.child("conv1"), inputs, outputs, 3, stride);
        bn1 = new BatchNorm(scope.child("bn1"), outputs);
        conv2 = Conv2d.residual(scope.child("conv2"), outputs, outputs, 3, 1);
        bn2 = new BatchNorm(scope.child("bn2"), outputs);
        downsample = Projection.where(scope.child("downsample"), inputs, outputs, stride);
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        NDArray x = Functional.relu(bn1.forward(conv1.forward(input, mode), mode));
        x = bn2.forward(conv2.forward(x, mode), mode);
        NDArray shortcut =
                downsample.map(projection -> projection.forward(input, mode)).orElse(input);
        return Functional.relu(x.add(shortcut));
    }
}
