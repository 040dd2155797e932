package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Convolutions of 1x1, 3x3 and 1x1 around a shortcut (He et al. 2016, fig. 5), named as in torchvision, which has the stride in
 * the second and not, as the paper, in the first.
 */
final class Bottleneck implements Module {
    private final Conv2d conv1;
    private final BatchNorm bn1;
    private final Conv2d conv2;
    private final BatchNorm bn2;
    private final Conv2d conv3;
    private final BatchNorm bn3;
    private final Optional<Projection> downsample;

    /** @param narrow channels between the 1x1 convolutions */
    Bottleneck(Scope scope, int inputs, int narrow, int outputs, int stride) {
        conv1 = Conv2d.residual(scope.child("conv1"), inputs, narrow, 1, 1);
        bn1 = new BatchNorm(scope.child("bn1"), narrow);
        conv2 = Conv2d.residual(scope.child("conv2"), narrow, narrow, 3, stride);
        bn2 = new BatchNorm(scope.child("bn2"), narrow);
        conv3 = Conv2d.residual(scope.child("conv3"), narrow, outputs, 1, 1);
        bn3 = new BatchNorm(scope.child("bn3"), outputs);
        downsample = Projection.where(scope.child("downsample"), inputs, outputs, stride);
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        NDArray x = Functional.relu(bn1.forward(conv1.forward(input, mode), mode));
        x = Functional.relu(bn2.forward(conv2.forward(x, mode), mode));
        x = bn3.forward(conv3.forward(x, mode), mode);
        NDArray shortcut =
                downsample.map(projection -> projection.forward(input, mode)).orElse(input);
        return Functional.relu(x.add(shortcut));
    }
}
