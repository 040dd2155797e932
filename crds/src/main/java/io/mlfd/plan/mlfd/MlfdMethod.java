package io.mlfd.plan.mlfd;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** Multi-level feature distillation: experts, the joint teacher over their maps, a student per data set. */
public final class MlfdMethod implements Method {
    @Override
    public String name() {
        return "mlfd";
    }

    @Override
    public String title() {
        return "Multi-level feature distillation";
    }

    @Override
    public String source() {
        return "experts of several data sets, fused into a joint teacher that every student learns from"
                + " (Iordache, Alexe, Ionescu, WACV 2025, arXiv 2410.22184)";
    }

    @Override
    public List<String> stages() {
        return List.of(
                "teacher/<data set>",
                "teacher/<data set>/fold-<number>",
                "joint",
                "distill/<data set>",
                "baseline/joint/<network>",
                "baseline/own-teacher/<data set>",
                "baseline/alone/<data set>");
    }

    @Override
    public String sample() {
        return "manifests/samples/quickstart.yaml";
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.mlfd()).map(MlfdPlan::new);
    }
}
