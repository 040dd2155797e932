package io.mlfd.plan.mclokd;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** Multi-view contrastive learning: branches of a network, trained together by the contrast of their embeddings. */
public final class MclOkdMethod implements Method {
    @Override
    public String name() {
        return "mclOkd";
    }

    @Override
    public String title() {
        return "Multi-view contrastive learning";
    }

    @Override
    public String source() {
        return "branches of a network that are trained at once, by the contrast of their embeddings and one from the ensemble"
                + " (Yang, An, Xu, ICASSP 2021, arXiv 2006.04093)";
    }

    @Override
    public List<String> stages() {
        return List.of(
                "online/<data set>",
                "baseline/alone/<data set>",
                "baseline/without-contrast/<data set>",
                "baseline/without-ensemble/<data set>");
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.mclOkd()).map(MclOkdPlan::new);
    }
}
