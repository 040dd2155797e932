package io.mlfd.plan.mcl;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** Mutual contrastive learning: networks of a data set, trained together by the contrast of a batch's embeddings. */
public final class MclMethod implements Method {
    @Override
    public String name() {
        return "mcl";
    }

    @Override
    public String title() {
        return "Mutual contrastive learning";
    }

    @Override
    public String source() {
        return "networks of a data set that are trained at once, by the contrast of a batch's embeddings within each and"
                + " between them (Yang, An, Cai, Xu, AAAI 2022, arXiv 2104.12565)";
    }

    @Override
    public List<String> stages() {
        return List.of(
                "online/<data set>",
                "baseline/alone/<data set>",
                "baseline/alone/<data set>/<network>",
                "baseline/without-contrast/<data set>",
                "baseline/without-interaction/<data set>");
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.mcl()).map(MclPlan::new);
    }
}
