package io.mlfd.plan.ffl;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** Feature fusion learning: networks of a data set, trained together with the fusion of their maps. */
public final class FflMethod implements Method {
    @Override
    public String name() {
        return "ffl";
    }

    @Override
    public String title() {
        return "Feature fusion learning";
    }

    @Override
    public String source() {
        return "networks of a data set that are trained at once, with the classifier over their fused maps and from it"
                + " (Kim, Hyun, Chung, Kwak, ICPR 2020, arXiv 1904.09058)";
    }

    @Override
    public List<String> stages() {
        return List.of("online/<data set>", "baseline/alone/<data set>", "baseline/alone/<data set>/<network>");
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.ffl()).map(FflPlan::new);
    }
}
