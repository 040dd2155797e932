package io.mlfd.plan.dml;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** Deep mutual learning: networks of a data set, trained together, each from the others' predictions too. */
public final class DmlMethod implements Method {
    @Override
    public String name() {
        return "dml";
    }

    @Override
    public String title() {
        return "Deep mutual learning";
    }

    @Override
    public String source() {
        return "networks of a data set that are trained at once, each from labels and from the others' predictions"
                + " (Zhang, Xiang, Hospedales, Lu, CVPR 2018, arXiv 1706.00384)";
    }

    @Override
    public List<String> stages() {
        return List.of("online/<data set>", "baseline/alone/<data set>", "baseline/alone/<data set>/<network>");
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.dml()).map(DmlPlan::new);
    }
}
