package io.mlfd.plan.estimate;

import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which stages of a plan take the most memory among those that may be under way beside each other. */
final class AtOnce {
    private final Map<String, Set<String>> before = new HashMap<>();
    private final List<Stage> heaviestFirst;
    private final Map<String, Estimate> estimates;

    /** @param estimates by stage; those without one are left out */
    AtOnce(Plan plan, Map<String, Estimate> estimates) {
        this.estimates = estimates;
        for (Stage stage : plan.stages()) {
            Set<String> all = new HashSet<>(stage.inputNames());
            stage.inputNames().forEach(input -> all.addAll(before.get(input)));
            before.put(stage.name(), all);
        }
        heaviestFirst = plan.stages().stream()
                .filter(stage -> estimates.containsKey(stage.name()))
                .sorted(Comparator.comparing(
                        (Stage stage) -> estimates.get(stage.name()).memory(), Comparator.reverseOrder()))
                .toList();
    }

    /**
     * The stages, heaviest first. Beginning with each stage in turn, whatever weighs most and does not wait for one that was
     * taken is taken too: with networks of like size that is the heaviest choice, and never one that cannot happen.
     *
     * @param most how many are under way at once
     */
    List<Stage> heaviest(int most) {
        List<Stage> best = List.of();
        for (Stage first : heaviestFirst) {
            List<Stage> taken = new ArrayList<>(List.of(first));
            for (Stage stage : heaviestFirst) {
                if (taken.size() < most && taken.stream().allMatch(other -> unrelated(stage, other))) {
                    taken.add(stage);
                }
            }
            if (memory(taken) > memory(best)) {
                best = List.copyOf(taken);
            }
        }
        return best;
    }

    /** Bytes. */
    long memory(List<Stage> stages) {
        return stages.stream()
                .mapToLong(stage -> estimates.get(stage.name()).memory())
                .sum();
    }

    private boolean unrelated(Stage one, Stage other) {
        return !one.name().equals(other.name())
                && !before.get(one.name()).contains(other.name())
                && !before.get(other.name()).contains(one.name());
    }
}
