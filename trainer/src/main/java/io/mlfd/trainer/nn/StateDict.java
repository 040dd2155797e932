package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network's variables by name, in order of construction: a live view, not a copy. Names are PyTorch's, so files are
 * exchanged with Python as they are.
 */
public final class StateDict {
    /** A counter in PyTorch's batch normalisation that has no effect at a fixed momentum; not kept here, and passed over in files. */
    private static final String BATCH_COUNTER = "num_batches_tracked";

    private final Map<String, Variable> variables;

    StateDict(Map<String, Variable> variables) {
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /**
     * These variables and then others, which stay the same variables. With this, a branch's part and the part that it shares
     * are the whole network that a file holds.
     *
     * @throws IllegalArgumentException naming a variable that is in both
     */
    public StateDict with(StateDict others) {
        Map<String, Variable> both = new LinkedHashMap<>(variables);
        others.variables.forEach((name, variable) -> {
            if (both.putIfAbsent(name, variable) != null) {
                throw new IllegalArgumentException(name + " is in both parts of a network");
            }
        });
        return new StateDict(both);
    }

    /** Everything there is to save, by name. */
    public Map<String, Variable> variables() {
        return variables;
    }

    public List<Parameter> parameters() {
        return only(Parameter.class);
    }

    public List<Buffer> buffers() {
        return only(Buffer.class);
    }

    /** The tensors as they are now, by name. They stay the network's: neither close nor keep them. */
    public Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        variables.forEach((name, variable) -> tensors.put(name, variable.tensor()));
        return tensors;
    }

    /** Number of learned values. */
    public long parameterCount() {
        return parameters().stream()
                .mapToLong(parameter -> parameter.shape().size())
                .sum();
    }

    /**
     * Looks whether {@link #load} would take tensors, and changes nothing.
     *
     * @throws StateDictException naming the first tensor that is missing, unexpected, of another shape or data type, or not
     *     finite
     */
    public void check(Map<String, NDArray> tensors) {
        variables.forEach((name, variable) -> check(name, variable, tensors));
        for (String name : tensors.keySet()) {
            if (!variables.containsKey(name) && !isBatchCounter(name)) {
                throw new StateDictException(
                        "tensor " + name + ": unexpected, this network has " + variables.size() + " others");
            }
        }
    }

    /**
     * Replaces all values by copies of {@code tensors}. Nothing is changed unless everything fits.
     *
     * @throws StateDictException as {@link #check}
     */
    public void load(Map<String, NDArray> tensors) {
        check(tensors);
        variables.forEach((name, variable) -> variable.assign(tensors.get(name)));
    }

    private static void check(String name, Variable variable, Map<String, NDArray> tensors) {
        NDArray value = tensors.get(name);
        if (value == null) {
            throw new StateDictException("tensor " + name + ": missing, needed with shape " + variable.shape());
        }
        if (!value.getShape().equals(variable.shape())) {
            throw new StateDictException(
                    "tensor " + name + ": has shape " + value.getShape() + ", needed is " + variable.shape());
        }
        if (value.getDataType() != variable.tensor().getDataType()) {
            throw new StateDictException("tensor " + name + ": is " + value.getDataType() + ", needed is "
                    + variable.tensor().getDataType());
        }
        requireFinite(name, value);
    }

    private static void requireFinite(String name, NDArray value) {
        // A sub manager of its own, because results would otherwise join whatever the tensor lives in.
        try (NDManager scratch = value.getManager().newSubManager()) {
            NDArray view = value.stopGradient();
            view.attach(scratch);
            // x - x is 0 for finite x and NaN for NaN and infinities.
            if (view.sub(view).isNaN().any().getBoolean()) {
                throw new StateDictException("tensor " + name + ": holds NaN or infinity");
            }
        }
    }

    private static boolean isBatchCounter(String name) {
        return name.equals(BATCH_COUNTER) || name.endsWith("." + BATCH_COUNTER);
    }

    private <V extends Variable> List<V> only(Class<V> kind) {
        List<V> found = new ArrayList<>();
        for (Variable variable : variables.values()) {
            if (kind.isInstance(variable)) {
                found.add(kind.cast(variable));
            }
        }
        return List.copyOf(found);
    }
}
