package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.PodSettings;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.WriteReport;
import io.mlfd.plan.Checked.Invalid;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.result.Comparisons;
import java.util.List;

/** Turns a spec into the graph of its stages. Whoever plans often keeps one. Safe for use by several threads. */
public final class Planner {
    private final PodSettings platform;
    /** One for all plans: how works are written as JSON is found out at the first, and that takes longer than the rest of a plan. */
    private final PlanKeys keys = new PlanKeys();

    /** One where whoever says nothing about pods gets what this program has. */
    public Planner() {
        this(PodSettings.NONE);
    }

    /** @param platform pod settings of whoever says nothing; never part of a plan key */
    public Planner(PodSettings platform) {
        this.platform = platform;
    }

    /**
     * @param run name of the run
     * @param spec as it passed the schema; {@code null} where an object was stored without one
     * @return the plan, or all problems that the schema does not find
     */
    public Checked<Plan> plan(String run, MLFDRunSpec spec) {
        if (spec == null) {
            return new Invalid<>(List.of(new Problem("spec", "is missing")));
        }
        List<Problem> problems = new SpecRules(spec).problems();
        if (!problems.isEmpty()) {
            return new Invalid<>(problems);
        }
        int checkpointSeconds = new TrainingDefaults(spec.training()).checkpointSeconds();
        Method method = Methods.named(spec.method()).get(0);
        MethodPlan plan = method.of(spec.method()).orElseThrow();
        List<DatasetWork> datasets = spec.datasets().stream()
                .map(dataset -> DatasetWorks.of(dataset, spec.input().size()))
                .toList();
        Comparisons comparisons = plan.comparisons(spec);
        List<Stage> stages =
                new StageList(spec, platform, keys).of(plan, new WriteReport(datasets, method.name(), comparisons));
        if (stages.size() > MLFDRunStatus.MOST_STAGES) {
            return new Invalid<>(List.of(new Problem(
                    "spec",
                    "comes to " + stages.size() + " stages, at most " + MLFDRunStatus.MOST_STAGES
                            + " are kept account of; name fewer seeds, data sets or networks of each")));
        }
        return new Valid<>(new Plan(run, stages, checkpointSeconds, datasets, comparisons));
    }
}
