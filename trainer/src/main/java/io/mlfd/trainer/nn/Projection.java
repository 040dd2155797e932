package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/** A ResNet's shortcut where the shape changes: 1x1 convolution and normalisation (option B), named as in torchvision. */
record Projection(Conv2d convolution, BatchNorm normalisation) implements Module {
    /** Empty where the maps themselves are the shortcut. */
    static Optional<Projection> where(Scope scope, int inputs, int outputs, int stride) {
        if (stride == 1 && inputs == outputs) {
            return Optional.empty();
        }
        return Optional.of(new Projection(
                Conv2d.residual(scope.child("0"), inputs, outputs, 1, stride),
                new BatchNorm(scope.child("1"), outputs)));
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        return normalisation.forward(convolution.forward(input, mode), mode);
    }
}
