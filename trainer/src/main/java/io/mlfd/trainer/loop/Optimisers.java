package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.OptimizerStateException;
import io.mlfd.trainer.optim.Schedule;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All optimisers of a learner with their schedules, as one. */
final class Optimisers implements AutoCloseable {
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final long totalSteps;

    private record Member(Optimizer optimizer, Schedule schedule) {}

    /**
     * @param owner holds the optimisers' states
     * @throws IllegalArgumentException naming the parameter that no optimiser or two of them would move
     */
    Optimisers(List<Optimised> optimised, StateDict state, long totalSteps, NDManager owner) {
        requirePartition(optimised, state);
        this.totalSteps = totalSteps;
        for (Optimised one : optimised) {
            Member member = new Member(TrainingSettings.optimizer(one, owner), TrainingSettings.schedule(one));
            if (members.putIfAbsent(one.name(), member) != null) {
                throw new IllegalArgumentException("optimiser " + one.name() + ": there are two of that name");
            }
        }
    }

    private static void requirePartition(List<Optimised> optimised, StateDict state) {
        Map<Parameter, String> moved = new LinkedHashMap<>();
        for (Optimised one : optimised) {
            for (Parameter parameter : one.parameters()) {
                String other = moved.put(parameter, one.name());
                if (other != null) {
                    throw new IllegalArgumentException("parameter " + parameter.name() + ": is moved by optimiser "
                            + other + " and by optimiser " + one.name());
                }
            }
        }
        for (Parameter parameter : state.parameters()) {
            if (moved.remove(parameter) == null) {
                throw new IllegalArgumentException("parameter " + parameter.name() + ": is moved by no optimiser");
            }
        }
        moved.forEach((parameter, name) -> {
            throw new IllegalArgumentException("parameter " + parameter.name() + ": is moved by optimiser " + name
                    + " but is no part of the learner's state");
        });
    }

    /** @throws IllegalArgumentException naming the phase that cannot be */
    void check(long step, List<Phase> phases) {
        if (phases.isEmpty() || phases.stream().map(Phase::name).distinct().count() < phases.size()) {
            throw new IllegalArgumentException("step " + (step + 1) + ": its phases "
                    + phases.stream().map(Phase::name).toList() + " are none or named twice");
        }
        for (Phase phase : phases) {
            for (String name : phase.optimisers()) {
                if (!members.containsKey(name)) {
                    throw new IllegalArgumentException(
                            "phase " + phase.name() + ": there is no optimiser " + name + " among " + members.keySet());
                }
            }
        }
    }

    /** Moves what a phase moves, and leaves no parameter of the learner with a gradient. */
    void step(Phase phase, long step) {
        members.forEach((name, member) -> {
            if (phase.optimisers().contains(name)) {
                member.optimizer().step(member.schedule().learningRate(step, totalSteps));
            } else {
                member.optimizer().clearGradients();
            }
        });
    }

    /** The learning rates of a step by optimiser, in their order. */
    Map<String, Double> learningRates(long step) {
        Map<String, Double> rates = new LinkedHashMap<>();
        members.forEach((name, member) -> rates.put(name, member.schedule().learningRate(step, totalSteps)));
        return rates;
    }

    /** As {@link Optimizer#state} of all; parameters' names differ, and so do those of their states. */
    Map<String, NDArray> state(NDManager manager) {
        Map<String, NDArray> state = new LinkedHashMap<>();
        optimizers().forEach(optimizer -> state.putAll(optimizer.state(manager)));
        return state;
    }

    /** As {@link Optimizer#check}. */
    void check(Map<String, NDArray> state, NDManager scratch) {
        Map<String, NDArray> rest = new LinkedHashMap<>(state);
        for (Optimizer optimizer : optimizers()) {
            Map<String, NDArray> own = own(optimizer, state, scratch);
            optimizer.check(own);
            rest.keySet().removeAll(own.keySet());
        }
        for (String name : rest.keySet()) {
            throw new OptimizerStateException("tensor " + name + ": unexpected in the state of " + members.keySet());
        }
    }

    /** As {@link Optimizer#load}; to be checked before. */
    void load(Map<String, NDArray> state, NDManager scratch) {
        optimizers().forEach(optimizer -> optimizer.load(own(optimizer, state, scratch)));
    }

    private static Map<String, NDArray> own(Optimizer optimizer, Map<String, NDArray> state, NDManager scratch) {
        Map<String, NDArray> own = new LinkedHashMap<>(state);
        own.keySet().retainAll(optimizer.state(scratch).keySet());
        return own;
    }

    private Collection<Optimizer> optimizers() {
        return members.values().stream().map(Member::optimizer).toList();
    }

    @Override
    public void close() {
        optimizers().forEach(Optimizer::close);
    }
}
