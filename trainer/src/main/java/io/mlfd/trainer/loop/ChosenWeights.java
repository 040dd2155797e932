package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.nn.StateDict;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * The weights that are evaluated and left as files: those that are trained, or a running average of them. Everything that
 * looks at a training's outcome asks here; the learner's own state is what the next step goes on from.
 */
interface ChosenWeights extends AutoCloseable {
    /**
     * @param average what a running average keeps of itself, empty for the weights as they are
     * @param owner holds what they take
     */
    static ChosenWeights of(StateDict state, OptionalDouble average, NDManager owner) {
        return average.isPresent()
                ? new AveragedWeights(state, average.getAsDouble(), owner)
                : new TrainedWeights(state);
    }

    /** The learner's state was moved. {@code before}: how many updates there were before this one */
    void updated(long before);

    /** As they are now, by name: neither to be closed nor kept. */
    Map<String, NDArray> tensors();

    /** What {@code look} says of a learner whose state they are; afterwards it is what it was, to the bit. */
    <T> T during(Supplier<T> look);

    /** Makes them the learner's state, for good. */
    void take();

    /** What a checkpoint has to hold of them beside the learner's state, empty for nothing. */
    Optional<Map<String, NDArray>> state();

    /**
     * Replaces {@link #state}.
     *
     * @param saved fits the learner's state
     */
    void load(Map<String, NDArray> saved);

    /** What a file of them says beside what the network says. */
    Map<String, String> metadata();

    @Override
    void close();
}
