package io.mlfd.trainer.method.mlfd;

import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.Conv2d;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;

/** The affine map between channels at a level, with bias: a 1x1 convolution of maps, a dense layer of embeddings. */
final class Projection {
    private Projection() {}

    static Module at(Level level, Scope scope, int inputs, int outputs) {
        return level instanceof Level.FeatureMap
                ? Conv2d.oneByOne(scope, inputs, outputs)
                : new Linear(scope, inputs, outputs);
    }
}
