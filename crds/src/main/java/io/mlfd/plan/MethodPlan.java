package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.result.Comparisons;
import java.util.Set;

/** A method with its settings. */
public interface MethodPlan {
    /** Those of {@code spec.baselines} that go with it. */
    Set<Baseline> baselines();

    /** Tells what is wrong with the method's own fields, and with others where this method needs them otherwise. */
    void check(MLFDRunSpec run, SpecProblems problems);

    /** Adds the stages of one seed, every stage after its inputs. Called for valid specs only. */
    void addStages(PlanBuilder stages);

    /** What the result table compares. */
    Comparisons comparisons(MLFDRunSpec run);
}
