package io.mlfd.trainer.loop;

import io.mlfd.contract.Training;
import java.util.OptionalDouble;

/**
 * What of a training's settings decides the loop, whatever is learned.
 *
 * @param accumulate batches whose gradients are averaged to one update, at least 1
 * @param average what the running average of the weights keeps of itself; empty where weights are taken as they are
 */
public record LoopSettings(int epochs, int accumulate, OptionalDouble average) {
    /** With an update after every step, whose weights are taken as they are. */
    public static LoopSettings plain(int epochs) {
        return new LoopSettings(epochs, 1, OptionalDouble.empty());
    }

    public static LoopSettings of(Training training) {
        return new LoopSettings(
                training.epochs(),
                training.accumulate().orElse(1),
                training.ema().map(ema -> OptionalDouble.of(ema.decay())).orElse(OptionalDouble.empty()));
    }
}
