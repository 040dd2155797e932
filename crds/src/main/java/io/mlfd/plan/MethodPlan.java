package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Role;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A method with its settings. */
public interface MethodPlan {
    /** Those of {@code spec.baselines} that go with it. */
    Set<Baseline> baselines();

    /** Tells what is wrong with the method's own fields, and with others where this method needs them otherwise. */
    void check(MLFDRunSpec run, SpecProblems problems);

    /** Adds the stages of one seed, every stage after its inputs. Called for valid specs only. */
    void addStages(PlanBuilder stages);

    /**
     * The accuracy of a role over that of a network alone, where the run has it, and then over others.
     *
     * @param alone of that network
     */
    static Comparisons overAlone(MLFDRunSpec run, Role subject, Role alone, List<Role> others) {
        Stream<Role> control = run.baselines().contains(Baseline.ALONE) ? Stream.of(alone) : Stream.empty();
        return Comparisons.ofTop1(
                subject, Stream.concat(control, others.stream()).toList());
    }

    /** What the result table compares. */
    Comparisons comparisons(MLFDRunSpec run);
}
