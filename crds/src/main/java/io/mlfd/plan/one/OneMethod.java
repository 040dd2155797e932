package io.mlfd.plan.one;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** On-the-fly native ensemble: branches of one network, trained together, each from their gated ensemble too. */
public final class OneMethod implements Method {
    @Override
    public String name() {
        return "one";
    }

    @Override
    public String title() {
        return "On-the-fly native ensemble";
    }

    @Override
    public String source() {
        return "branches of one network over shared stages that are trained at once, each from labels and from their gated"
                + " ensemble (Lan, Zhu, Gong, NeurIPS 2018, arXiv 1806.04606)";
    }

    @Override
    public List<String> stages() {
        return List.of("online/<data set>", "baseline/alone/<data set>");
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.one()).map(OnePlan::new);
    }
}
