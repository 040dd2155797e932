package io.mlfd.trainer.loop;

import io.mlfd.trainer.random.RandomKey;
import java.util.HashSet;
import java.util.List;

/**
 * A part of a step: one loss, and the optimisers that follow its gradients.
 *
 * @param name differs within a step; precedes the names of the loss's terms in logs and reports
 * @param optimisers names of those that move, at least one, each other parameters
 */
public record Phase(String name, List<String> optimisers) {
    private static final String WHOLE = "";

    public Phase {
        optimisers = List.copyOf(optimisers);
        if (optimisers.isEmpty() || new HashSet<>(optimisers).size() < optimisers.size()) {
            throw new IllegalArgumentException(
                    "phase " + name + ": its optimisers " + optimisers + " are none or named twice");
        }
    }

    /** A step that is not divided: its only phase has no name and moves everything. */
    public static Phase whole(List<Optimised> optimised) {
        return new Phase(WHOLE, optimised.stream().map(Optimised::name).toList());
    }

    /** What is random in this phase, from what is random in its step. */
    RandomKey key(RandomKey step) {
        return name.equals(WHOLE) ? step : step.with(name);
    }

    /** The name of a term of this phase's loss among those of all phases. */
    String term(String term) {
        return name.equals(WHOLE) ? term : name + "." + term;
    }
}
