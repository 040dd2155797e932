package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What optimisers with running moments share: groups, state by name, the walk over parameters. */
abstract class MomentOptimizer implements Optimizer {
    private final NDManager owner;
    private final List<Slot> slots;

    /** One parameter with its moments by state name, and the number of its updates. */
    static final class Slot {
        private final Parameter parameter;
        private final double weightDecay;
        private final Map<String, NDArray> moments = new LinkedHashMap<>();
        private long steps;

        private Slot(Parameter parameter, double weightDecay) {
            this.parameter = parameter;
            this.weightDecay = weightDecay;
        }

        NDArray weight() {
            return parameter.tensor();
        }

        double weightDecay() {
            return weightDecay;
        }

        NDArray moment(String name) {
            return moments.get(name);
        }

        /** Updates so far, the present one included. */
        long steps() {
            return steps;
        }

        private String stateName(String name) {
            return parameter.name() + "." + name;
        }
    }

    MomentOptimizer(List<ParameterGroup> groups, List<String> momentNames, NDManager manager) {
        owner = manager;
        Map<String, Slot> byName = new LinkedHashMap<>();
        for (ParameterGroup group : groups) {
            for (Parameter parameter : group.parameters()) {
                Slot slot = new Slot(parameter, group.weightDecay());
                if (byName.putIfAbsent(parameter.name(), slot) != null) {
                    throw new IllegalArgumentException("parameter " + parameter.name() + " is in two groups");
                }
                DataType dataType = parameter.tensor().getDataType();
                momentNames.forEach(name -> slot.moments.put(name, owner.zeros(parameter.shape(), dataType)));
            }
        }
        slots = List.copyOf(byName.values());
    }

    /**
     * Updates one parameter in place.
     *
     * @param gradient lives in {@code scratch}
     * @param scratch freed afterwards; everything computed must join it by standing right of something that is in it
     */
    abstract void update(Slot slot, NDArray gradient, double learningRate, NDManager scratch);

    /** The state's name of the number of updates, empty where it does not enter the update. */
    abstract Optional<String> stepName();

    @Override
    public final void step(double learningRate) {
        if (!(learningRate >= 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("learningRate: " + learningRate + " is negative or not finite");
        }
        Autograd.withoutRecording(() -> slots.forEach(slot -> step(slot, learningRate)));
    }

    private void step(Slot slot, double learningRate) {
        Optional<NDArray> gradient = slot.parameter.gradient();
        if (gradient.isEmpty()) {
            return;
        }
        try (NDManager scratch = owner.newSubManager()) {
            gradient.get().attach(scratch);
            slot.steps++;
            update(slot, gradient.get(), learningRate, scratch);
        }
        slot.parameter.clearGradient();
    }

    @Override
    public final void clearGradients() {
        slots.forEach(slot -> slot.parameter.clearGradient());
    }

    @Override
    public final Map<String, NDArray> state(NDManager manager) {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (Slot slot : slots) {
            slot.moments.forEach((name, moment) -> state.put(slot.stateName(name), moment));
            stepName().ifPresent(name -> state.put(slot.stateName(name), manager.create(slot.steps)));
        }
        return state;
    }

    @Override
    public final void check(Map<String, NDArray> state) {
        try (NDManager scratch = owner.newSubManager()) {
            Map<String, NDArray> expected = state(scratch);
            expected.forEach((name, tensor) -> check(name, tensor, state));
            for (String name : state.keySet()) {
                if (!expected.containsKey(name)) {
                    throw new OptimizerStateException("tensor " + name + ": unexpected in this optimiser's state");
                }
            }
        }
    }

    @Override
    public final void load(Map<String, NDArray> state) {
        check(state);
        slots.forEach(slot -> load(slot, state));
    }

    private void load(Slot slot, Map<String, NDArray> state) {
        for (String name : new ArrayList<>(slot.moments.keySet())) {
            NDArray fresh = state.get(slot.stateName(name)).duplicate();
            fresh.attach(owner);
            slot.moments.put(name, fresh).close();
        }
        stepName()
                .ifPresent(name -> slot.steps = state.get(slot.stateName(name)).getLong());
    }

    private static void check(String name, NDArray needed, Map<String, NDArray> state) {
        NDArray value = state.get(name);
        if (value == null) {
            throw new OptimizerStateException("tensor " + name + ": missing in the optimiser's state");
        }
        if (!value.getShape().equals(needed.getShape()) || value.getDataType() != needed.getDataType()) {
            throw new OptimizerStateException("tensor " + name + ": is " + value.getDataType() + " " + value.getShape()
                    + ", needed is " + needed.getDataType() + " " + needed.getShape());
        }
    }

    @Override
    public final void close() {
        slots.forEach(slot -> slot.moments.values().forEach(NDArray::close));
    }
}
