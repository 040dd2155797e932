package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.optim.RunningMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A running average of all weights and running statistics (Polyak and Juditsky 1992; Tarvainen and Valpola 2017), as {@code
 * AveragedModel} with {@code get_ema_multi_avg_fn} and {@code use_buffers=True}: a copy of the first update's weights, and from
 * then on {@code decay * average + (1 - decay) * weights}.
 */
final class AveragedWeights implements ChosenWeights {
    private static final String WEIGHTS = "weights";

    private final StateDict learner;
    private final double decay;
    private final NDManager owner;
    private final RunningMean mean;
    private final Map<String, NDArray> averages = new LinkedHashMap<>();

    AveragedWeights(StateDict learner, double decay, NDManager owner) {
        this.learner = learner;
        this.decay = decay;
        this.owner = owner.newSubManager();
        mean = new RunningMean(decay, this.owner);
        load(learner.tensors());
    }

    @Override
    public void updated(long before) {
        Map<String, NDArray> values = learner.tensors();
        if (before == 0) {
            load(values);
            return;
        }
        List<NDArray> towards = new ArrayList<>();
        averages.keySet().forEach(name -> towards.add(values.get(name)));
        mean.move(List.copyOf(averages.values()), towards);
    }

    @Override
    public Map<String, NDArray> tensors() {
        return averages;
    }

    @Override
    public <T> T during(Supplier<T> look) {
        try (NDManager scratch = owner.newSubManager()) {
            Map<String, NDArray> trained = copies(learner.tensors(), scratch);
            take();
            try {
                return look.get();
            } finally {
                assign(trained);
            }
        }
    }

    @Override
    public void take() {
        assign(averages);
    }

    /** Unseen: whether weights are finite is said where they are saved, by the name of what to do about it. */
    private void assign(Map<String, NDArray> values) {
        learner.variables().forEach((name, variable) -> variable.assign(values.get(name)));
    }

    @Override
    public Optional<Map<String, NDArray>> state() {
        return Optional.of(averages);
    }

    @Override
    public void load(Map<String, NDArray> saved) {
        Map<String, NDArray> fresh = copies(saved, owner);
        averages.values().forEach(NDArray::close);
        averages.clear();
        // In the learner's order, whatever the file's.
        learner.variables().keySet().forEach(name -> averages.put(name, fresh.get(name)));
    }

    private static Map<String, NDArray> copies(Map<String, NDArray> tensors, NDManager owner) {
        Map<String, NDArray> copies = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            NDArray copy = tensor.duplicate();
            copy.attach(owner);
            copies.put(name, copy);
        });
        return copies;
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of(WEIGHTS, "running average, decay " + decay);
    }

    @Override
    public void close() {
        mean.close();
        owner.close();
    }
}
