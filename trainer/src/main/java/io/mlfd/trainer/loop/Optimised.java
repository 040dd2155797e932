package io.mlfd.trainer.loop;

import io.mlfd.contract.Training;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.StateDict;
import java.util.List;

/**
 * Parameters that one optimiser moves.
 *
 * @param name of the optimiser, as phases, messages and checkpoints call it
 * @param optimizer settings, among them the weight decay
 * @param schedule how the learning rate moves from the optimiser's, over the steps of the whole training
 */
public record Optimised(
        String name, List<Parameter> parameters, Training.Optimizer optimizer, Training.Schedule schedule) {
    /** The name of the only optimiser of a learner. */
    public static final String ALL = "all";

    public Optimised {
        parameters = List.copyOf(parameters);
    }

    /** Everything by one optimiser, as a training's settings say. */
    public static List<Optimised> all(StateDict state, Training training) {
        return List.of(new Optimised(ALL, state.parameters(), training.optimizer(), training.schedule()));
    }
}
