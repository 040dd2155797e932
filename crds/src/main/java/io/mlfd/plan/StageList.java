package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.PodSettings;
import io.mlfd.contract.StageOrder.StageInput;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.WriteReport;
import java.util.ArrayList;
import java.util.List;

/** The stages of a run: those of the method for every seed, and the report on all of them. */
final class StageList {
    private final MLFDRunSpec spec;
    private final PodDefaults pods;
    private final PlanKeys keys;
    private final List<Stage> stages = new ArrayList<>();

    /** @param platform pod settings of whoever says nothing */
    StageList(MLFDRunSpec spec, PodSettings platform, PlanKeys keys) {
        this.spec = spec;
        this.keys = keys;
        this.pods = new PodDefaults(spec, platform);
    }

    List<Stage> of(MethodPlan plan, WriteReport report) {
        for (long seed : seeds()) {
            plan.addStages(new PlanBuilder(spec, seed, this));
        }
        List<Stage> all = List.copyOf(stages);
        stages.add(stage("report", seeds().get(0), report, all));
        return List.copyOf(stages);
    }

    Stage add(String name, long seed, StageWork work, List<Stage> inputs) {
        Stage stage = stage(seeds().size() == 1 ? name : name + "@" + seed, seed, work, inputs);
        stages.add(stage);
        return stage;
    }

    private Stage stage(String name, long seed, StageWork work, List<Stage> inputs) {
        List<StageInput> named = inputs.stream()
                .map(input -> new StageInput(
                        input.name(),
                        input.planKey(),
                        input.kind(),
                        input.dataset().orElse(""),
                        input.seed()))
                .toList();
        PodSettings pod = pods.of(work.kind());
        return new Stage(name, seed, work, named, keys.keyOf(work, seed, named), pod, PodDefaults.threads(pod));
    }

    private List<Long> seeds() {
        return spec.seeds().isEmpty() ? List.of(0L) : spec.seeds();
    }
}
