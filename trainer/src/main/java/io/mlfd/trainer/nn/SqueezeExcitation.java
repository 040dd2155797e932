package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Weighs channels by what the means of all of them say (Hu et al. 2018). Its dense layers are 1x1 convolutions, as in timm.
 *
 * @param activation between the two
 */
record SqueezeExcitation(Conv2d reduce, Conv2d expand, Module activation) implements Module {
    @Override
    public NDArray forward(NDArray maps, Mode mode) {
        Shape shape = maps.getShape();
        NDArray means = Functional.globalAveragePool(maps).reshape(shape.get(0), shape.get(1), 1, 1);
        NDArray reduced = activation.forward(reduce.forward(means, mode), mode);
        return maps.mul(Functional.sigmoid(expand.forward(reduced, mode)));
    }
}
