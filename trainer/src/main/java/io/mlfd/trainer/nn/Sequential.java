package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Layers one after the other. */
public record Sequential(List<Module> layers) implements Module {
    public Sequential {
        layers = List.copyOf(layers);
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        NDArray x = input;
        for (Module layer : layers) {
            x = layer.forward(x, mode);
        }
        return x;
    }
}
