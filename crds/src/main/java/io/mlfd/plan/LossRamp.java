package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.Ramp;
import io.mlfd.contract.Training;
import java.util.Optional;

/**
 * How the divergences of a method come in, where its fields may say so.
 *
 * @param path of the field
 * @param given empty for the default
 */
public record LossRamp(String path, Optional<Ramp> given) {
    /** As in several papers: 80 of 300 epochs. */
    private static final double SHARE = 80.0 / 300;

    /** Epochs in which the weight rises to 1. */
    public int epochs(Training training) {
        return given.map(Ramp::epochs).orElseGet(() -> Math.toIntExact(Math.round(SHARE * training.epochs())));
    }

    /** Tells of a rise that does not end within the training. */
    public void check(MLFDRunSpec run, SpecProblems problems) {
        int all = new TrainingDefaults(run.training()).effective().epochs();
        given.map(Ramp::epochs)
                .filter(epochs -> epochs > all)
                .ifPresent(epochs -> problems.add(
                        path + ".epochs",
                        epochs + " epochs are more than the training's " + all
                                + ": the divergences would never have their whole weight"));
    }
}
