package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.nn.Conv2d;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * 3x3 convolutions with bias, stride 1 and padding 1, and behind each, the last one too, a leaky ReLU of slope 0.1; no
 * normalisation: what translators, encoders and decoders are (Kim et al. 2018, their code). Maps (N, C, H, W) keep H and W.
 */
record LeakyConvolutions(List<Conv2d> layers) implements Module {
    private static final double SLOPE = 0.1;

    LeakyConvolutions {
        layers = List.copyOf(layers);
    }

    /** A student's maps in a teacher's channels: three layers, student to student to teacher to teacher. */
    static LeakyConvolutions translator(Scope scope, int student, int teacher) {
        return of(scope, student, student, teacher, teacher);
    }

    /** Maps as factors. */
    static LeakyConvolutions encoder(Scope scope, int maps, int factors) {
        return of(scope, maps, maps, factors, factors);
    }

    /** Factors as maps: the encoder backwards. */
    static LeakyConvolutions decoder(Scope scope, int factors, int maps) {
        return of(scope, factors, factors, maps, maps);
    }

    /** @param channels in front of the first layer, and behind each */
    private static LeakyConvolutions of(Scope scope, int... channels) {
        List<Conv2d> layers = new ArrayList<>();
        for (int i = 0; i + 1 < channels.length; i++) {
            layers.add(Conv2d.threeByThreeWithBias(scope.child(Integer.toString(i)), channels[i], channels[i + 1]));
        }
        return new LeakyConvolutions(layers);
    }

    @Override
    public NDArray forward(NDArray maps, Mode mode) {
        NDArray x = maps;
        for (Conv2d layer : layers) {
            x = Functional.leakyRelu(layer.forward(x, mode), SLOPE);
        }
        return x;
    }
}
