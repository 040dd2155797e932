package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mlfd.trainer.engine.TorchScript;
import io.mlfd.trainer.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What optimisers with running moments share: groups, state by name, the walk over parameters. */
abstract class MomentOptimizer implements Optimizer {
    /** In TorchScript, since a call for each operation and parameter took two fifths of a small network's step on a GPU. */
    static final String SCRIPT = "updates.torchscript";

    private final NDManager owner;
    private final List<String> momentNames;
    private final List<Slot> slots;
    private final TorchScript script;

    /** One parameter with its moments by state name, and the number of its updates. */
    private static final class Slot {
        private final Parameter parameter;
        private final double weightDecay;
        private final double rate;
        private final Map<String, NDArray> moments = new LinkedHashMap<>();
        private long steps;

        private Slot(Parameter parameter, ParameterGroup group) {
            this.parameter = parameter;
            this.weightDecay = group.weightDecay();
            this.rate = group.rate();
        }

        private String stateName(String name) {
            return parameter.name() + "." + name;
        }
    }

    MomentOptimizer(List<ParameterGroup> groups, List<String> momentNames, NDManager manager) {
        owner = manager;
        this.momentNames = List.copyOf(momentNames);
        Map<String, Slot> byName = new LinkedHashMap<>();
        for (ParameterGroup group : groups) {
            for (Parameter parameter : group.parameters()) {
                Slot slot = new Slot(parameter, group);
                if (byName.putIfAbsent(parameter.name(), slot) != null) {
                    throw new IllegalArgumentException("parameter " + parameter.name() + " is in two groups");
                }
                DataType dataType = parameter.tensor().getDataType();
                momentNames.forEach(name -> slot.moments.put(name, owner.zeros(parameter.shape(), dataType)));
            }
        }
        slots = List.copyOf(byName.values());
        script = ScriptSource.open(manager, "Updates", SCRIPT);
    }

    /** The name of the update in {@value #SCRIPT}: it takes weights that have gradients, their moments, and {@link #numbers}. */
    abstract String method();

    /**
     * What the update needs beside weights and moments.
     *
     * @param steps updates of these parameters so far, the present one included
     */
    abstract void numbers(TorchScript.Arguments into, double weightDecay, double learningRate, long steps);

    /** The state's name of the number of updates, empty where it does not enter the update. */
    abstract Optional<String> stepName();

    @Override
    public final void step(double learningRate) {
        if (!(learningRate >= 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("learningRate: " + learningRate + " is negative or not finite");
        }
        reached().stream()
                .collect(Collectors.groupingBy(
                        slot -> new Alike(slot.weightDecay, slot.rate, slot.steps),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .forEach((alike, members) -> step(alike, members, learningRate));
    }

    /** What is the same of all parameters that are updated by one call. {@code steps}: updates so far */
    private record Alike(double weightDecay, double rate, long steps) {}

    private void step(Alike alike, List<Slot> members, double learningRate) {
        try (TorchScript.Arguments arguments = new TorchScript.Arguments().tensors(weights(members))) {
            for (String name : momentNames) {
                arguments.tensors(
                        members.stream().map(slot -> slot.moments.get(name)).toList());
            }
            numbers(arguments, alike.weightDecay(), learningRate * alike.rate(), alike.steps() + 1);
            renew(members, script.run(method(), arguments, owner).tensors());
        }
        members.forEach(slot -> slot.steps++);
    }

    @Override
    public final void clearGradients() {
        List<Slot> members = reached();
        if (members.isEmpty()) {
            return;
        }
        try (TorchScript.Arguments arguments = new TorchScript.Arguments().tensors(weights(members))) {
            renew(members, script.run("fresh", arguments, owner).tensors());
        }
    }

    /** Those whose parameters have a gradient. */
    private List<Slot> reached() {
        try (TorchScript.Arguments arguments = new TorchScript.Arguments().tensors(weights(slots))) {
            List<Boolean> flags = script.run("reached", arguments, owner).flags();
            return IntStream.range(0, slots.size())
                    .filter(flags::get)
                    .mapToObj(slots::get)
                    .toList();
        }
    }

    private static List<NDArray> weights(List<Slot> slots) {
        return slots.stream().map(slot -> slot.parameter.tensor()).toList();
    }

    private static void renew(List<Slot> slots, List<NDArray> leaves) {
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).parameter.continueAs(leaves.get(i));
        }
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
        script.close();
    }
}
