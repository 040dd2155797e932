package io.mlfd.plan.afd;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** Adversarial feature map distillation: networks of a data set, trained together, each to have maps that pass for another's. */
public final class AfdMethod implements Method {
    @Override
    public String name() {
        return "afd";
    }

    @Override
    public String title() {
        return "Adversarial feature map distillation";
    }

    @Override
    public String source() {
        return "networks of a data set that are trained at once, each from another's predictions and from a discriminator"
                + " of their maps (Chung, Park, Kim, Kwak, ICML 2020, arXiv 2002.01775)";
    }

    @Override
    public List<String> stages() {
        return List.of(
                "online/<data set>",
                "baseline/alone/<data set>",
                "baseline/alone/<data set>/<network>",
                "baseline/logits-only/<data set>",
                "baseline/direct-alignment/<data set>",
                "baseline/all-pairs/<data set>");
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.afd()).map(AfdPlan::new);
    }
}
