package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.optim.GradientClip;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.OptimizerStateException;
import io.mlfd.trainer.optim.Schedule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All optimisers of a learner with their schedules, as one. Each keeps a state of its own of every parameter that it moves,
 * also where another one moves it too.
 */
final class Optimisers implements AutoCloseable {
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<Meeting> meetings;
    private final UpdateSteps updates;
    private final long totalUpdates;

    /** @param prefix of the names of its state among those of all */
    private record Member(Optimizer optimizer, Optional<GradientClip> clip, Schedule schedule, String prefix) {
        void step(double learningRate) {
            clip.ifPresent(GradientClip::clip);
            optimizer.step(learningRate);
        }

        void close() {
            clip.ifPresent(GradientClip::close);
            optimizer.close();
        }
    }

    /** A parameter that two optimisers move. */
    private record Meeting(Parameter parameter, String first, String second) {
        Stream<String> names() {
            return Stream.of(first, second);
        }
    }

    /**
     * @param updates which of the steps end with one
     * @param totalUpdates of the whole training
     * @param owner holds the optimisers' states
     * @throws IllegalArgumentException naming the parameter that no optimiser would move, or that is none of the learner's
     */
    Optimisers(List<Optimised> optimised, StateDict state, UpdateSteps updates, long totalUpdates, NDManager owner) {
        Map<Parameter, List<String>> moved = moved(optimised);
        requireComplete(moved, state);
        this.meetings = meetings(moved);
        this.updates = updates;
        this.totalUpdates = totalUpdates;
        Set<String> sharing = new HashSet<>();
        meetings.forEach(meeting -> meeting.names().forEach(sharing::add));
        for (Optimised one : optimised) {
            Member member = new Member(
                    TrainingSettings.optimizer(one, owner),
                    TrainingSettings.clip(one, owner),
                    TrainingSettings.schedule(one),
                    // A state of what nobody else moves goes by the parameters' names, which say enough.
                    sharing.contains(one.name()) ? one.name() + "/" : "");
            if (members.putIfAbsent(one.name(), member) != null) {
                throw new IllegalArgumentException("optimiser " + one.name() + ": there are two of that name");
            }
        }
    }

    /** By parameter, the names of those that move it. */
    private static Map<Parameter, List<String>> moved(List<Optimised> optimised) {
        Map<Parameter, List<String>> moved = new LinkedHashMap<>();
        for (Optimised one : optimised) {
            for (Parameter parameter : one.parameters()) {
                moved.computeIfAbsent(parameter, any -> new ArrayList<>()).add(one.name());
            }
        }
        return moved;
    }

    private static void requireComplete(Map<Parameter, List<String>> moved, StateDict state) {
        Map<Parameter, List<String>> rest = new LinkedHashMap<>(moved);
        for (Parameter parameter : state.parameters()) {
            if (rest.remove(parameter) == null) {
                throw new IllegalArgumentException("parameter " + parameter.name() + ": is moved by no optimiser");
            }
        }
        rest.forEach((parameter, names) -> {
            throw new IllegalArgumentException("parameter " + parameter.name() + ": is moved by optimiser "
                    + names.get(0) + " but is no part of the learner's state");
        });
    }

    private static List<Meeting> meetings(Map<Parameter, List<String>> moved) {
        List<Meeting> meetings = new ArrayList<>();
        moved.forEach((parameter, names) -> {
            for (int i = 0; i < names.size(); i++) {
                for (String second : names.subList(i + 1, names.size())) {
                    meetings.add(new Meeting(parameter, names.get(i), second));
                }
            }
        });
        return List.copyOf(meetings);
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
            requireMovedOnce(phase);
        }
    }

    private void requireMovedOnce(Phase phase) {
        for (Meeting meeting : meetings) {
            if (meeting.names().allMatch(phase.optimisers()::contains)) {
                throw new IllegalArgumentException("phase " + phase.name() + ": parameter "
                        + meeting.parameter().name() + " is moved by optimiser " + meeting.first()
                        + " and by optimiser "
                        + meeting.second());
            }
        }
    }

    /**
     * Moves what a phase moves, and leaves no parameter of the learner with a gradient; where the step does not end with an
     * update, moves nothing and leaves gradients where they are.
     */
    void step(Phase phase, long step) {
        if (!updates.ends(step)) {
            return;
        }
        members.forEach((name, member) -> {
            if (phase.optimisers().contains(name)) {
                member.step(learningRate(member, step));
            }
        });
        // Only now: what one optimiser does not follow in this phase, another one may.
        optimizers().forEach(Optimizer::clearGradients);
    }

    /** The learning rates of a step by optimiser, in their order. */
    Map<String, Double> learningRates(long step) {
        Map<String, Double> rates = new LinkedHashMap<>();
        members.forEach((name, member) -> rates.put(name, learningRate(member, step)));
        return rates;
    }

    private double learningRate(Member member, long step) {
        return member.schedule().learningRate(updates.before(step), totalUpdates);
    }

    /**
     * As {@link Optimizer#state} of all. Parameters' names differ, and so do those of their states; the state of an optimiser
     * that moves what another one moves too stands under its own name, {@code generators/fc.weight.exp_avg}.
     */
    Map<String, NDArray> state(NDManager manager) {
        Map<String, NDArray> state = new LinkedHashMap<>();
        members.values().forEach(member -> member.optimizer()
                .state(manager)
                .forEach((name, tensor) -> state.put(member.prefix() + name, tensor)));
        return state;
    }

    /** As {@link Optimizer#check}. */
    void check(Map<String, NDArray> state, NDManager scratch) {
        Set<String> rest = new LinkedHashSet<>(state.keySet());
        for (Member member : members.values()) {
            Map<String, NDArray> own = own(member, state, scratch);
            member.optimizer().check(own);
            own.keySet().forEach(name -> rest.remove(member.prefix() + name));
        }
        for (String name : rest) {
            throw new OptimizerStateException("tensor " + name + ": unexpected in the state of " + members.keySet());
        }
    }

    /** As {@link Optimizer#load}; to be checked before. */
    void load(Map<String, NDArray> state, NDManager scratch) {
        members.values().forEach(member -> member.optimizer().load(own(member, state, scratch)));
    }

    private static Map<String, NDArray> own(Member member, Map<String, NDArray> state, NDManager scratch) {
        Map<String, NDArray> own = new LinkedHashMap<>();
        for (String name : member.optimizer().state(scratch).keySet()) {
            NDArray tensor = state.get(member.prefix() + name);
            if (tensor != null) {
                own.put(name, tensor);
            }
        }
        return own;
    }

    private Collection<Optimizer> optimizers() {
        return members.values().stream().map(Member::optimizer).toList();
    }

    @Override
    public void close() {
        members.values().forEach(Member::close);
    }
}
