package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a layer's variables come into being: a name prefix, the seed, and the list of all variables of one network. A
 * network is built by handing each layer the scope of its name; {@link #state()} then has everything in order.
 */
public final class Scope {
    private final NDManager owner;
    private final DataType dataType;
    private final long seed;
    private final String prefix;
    private final boolean learned;
    private final Map<String, Variable> variables;

    private Scope(
            NDManager owner,
            DataType dataType,
            long seed,
            String prefix,
            boolean learned,
            Map<String, Variable> variables) {
        this.owner = owner;
        this.dataType = dataType;
        this.seed = seed;
        this.prefix = prefix;
        this.learned = learned;
        this.variables = variables;
    }

    /**
     * The scope of a new network in float32.
     *
     * @param owner holds the variables until it is closed
     * @param seed with a variable's name and shape decides its first values
     */
    public static Scope root(NDManager owner, long seed) {
        return root(owner, seed, DataType.FLOAT32);
    }

    /** As {@link #root(NDManager, long)} in {@code FLOAT32} or {@code FLOAT64}; the latter is for checking gradients. */
    public static Scope root(NDManager owner, long seed, DataType dataType) {
        if (dataType != DataType.FLOAT32 && dataType != DataType.FLOAT64) {
            throw new IllegalArgumentException(dataType + " is not FLOAT32 or FLOAT64");
        }
        return new Scope(owner, dataType, seed, "", true, new LinkedHashMap<>());
    }

    /** The scope one name further down: {@code layer1}, {@code 0}, {@code conv1}. */
    public Scope child(String name) {
        return new Scope(owner, dataType, seed, prefix + name + ".", learned, variables);
    }

    /**
     * The same scope for networks that are saved with what is trained but are not moved by gradients, such as running
     * averages of others: what their layers would learn is a {@link Buffer}.
     */
    public Scope unlearned() {
        return new Scope(owner, dataType, seed, prefix, false, variables);
    }

    /** Makes what a layer learns: a {@link Parameter}, or a buffer where the scope is {@link #unlearned}. */
    public Variable learnable(String name, Shape shape, Initializer initializer) {
        return learned ? parameter(name, shape, initializer) : buffer(name, shape, initializer);
    }

    /**
     * Makes a learned tensor; its full name is this scope's prefix and {@code name}.
     *
     * @throws IllegalStateException in a scope that is {@link #unlearned}
     */
    public Parameter parameter(String name, Shape shape, Initializer initializer) {
        if (!learned) {
            throw new IllegalStateException(prefix + name + " is a parameter of a network that is not learned");
        }
        try (NDManager scratch = owner.newSubManager()) {
            return register(new Parameter(prefix + name, owner, initial(scratch, name, shape, initializer)));
        }
    }

    /** Makes a tensor that is saved but not learned. */
    public Buffer buffer(String name, Shape shape, Initializer initializer) {
        try (NDManager scratch = owner.newSubManager()) {
            return register(new Buffer(prefix + name, owner, initial(scratch, name, shape, initializer)));
        }
    }

    /** The variables registered so far in this scope and those below it, in order of their making, by their names in it. */
    public StateDict state() {
        Map<String, Variable> own = new LinkedHashMap<>();
        variables.forEach((name, variable) -> {
            if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), variable);
            }
        });
        return new StateDict(own);
    }

    private <V extends Variable> V register(V variable) {
        if (variables.putIfAbsent(variable.name(), variable) != null) {
            throw new IllegalStateException(variable.name() + " exists twice in one network");
        }
        return variable;
    }

    private NDArray initial(NDManager scratch, String name, Shape shape, Initializer initializer) {
        return scratch.create(initializer.values(seed, prefix + name, shape), shape)
                .toType(dataType, false);
    }
}
