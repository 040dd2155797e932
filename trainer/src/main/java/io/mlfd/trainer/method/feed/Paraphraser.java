package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;

/**
 * The auto-encoder of factor transfer. Its decoder has plain convolutions where the authors have transposed ones: with
 * stride 1 and padding 1 either is the other with its kernel turned round.
 */
final class Paraphraser {
    private final LeakyConvolutions encoder;
    private final LeakyConvolutions decoder;
    private final int factors;
    private final StateDict state;

    private Paraphraser(Scope scope, int channels, int factors) {
        this.encoder = LeakyConvolutions.encoder(scope.child("encoder"), channels, factors);
        this.decoder = LeakyConvolutions.decoder(scope.child("decoder"), factors, channels);
        this.factors = factors;
        this.state = scope.state();
    }

    /**
     * @param channels of the maps
     * @param rate channels of the factors, as a share of them; rounded up, so that there is one
     */
    static Paraphraser create(int channels, double rate, long seed, NDManager manager) {
        return new Paraphraser(Scope.root(manager, seed), channels, (int) Math.ceil(rate * channels));
    }

    /** What a decoder makes of the factors of maps (N, C, H, W): the same shape. */
    NDArray reconstruct(NDArray maps, Mode mode) {
        return decoder.forward(encoder.forward(maps, mode), mode);
    }

    StateDict state() {
        return state;
    }

    /** The factors of a teacher's maps, as what a student learns. */
    TargetMaps factorsOf(TargetMaps teacher) {
        return new TargetMaps() {
            @Override
            public int channels() {
                return factors;
            }

            @Override
            public NDArray of(NDArray images) {
                return Autograd.withoutRecording(() -> encoder.forward(teacher.of(images), Mode.EVAL));
            }
        };
    }
}
