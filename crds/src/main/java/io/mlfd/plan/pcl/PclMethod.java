package io.mlfd.plan.pcl;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** Peer collaborative learning: networks of a data set, trained together, and their running averages. */
public final class PclMethod implements Method {
    @Override
    public String name() {
        return "pcl";
    }

    @Override
    public String title() {
        return "Peer collaborative learning";
    }

    @Override
    public String source() {
        return "networks of a data set that are trained at once, each from labels, from the classifier over all of them and"
                + " from the others' running averages (Wu, Gong, AAAI 2021, arXiv 2006.04147)";
    }

    @Override
    public List<String> stages() {
        return List.of(
                "online/<data set>",
                "baseline/alone/<data set>",
                "baseline/without-ensemble-teacher/<data set>",
                "baseline/without-mean-teacher/<data set>",
                "baseline/one-augmentation/<data set>");
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.pcl()).map(PclPlan::new);
    }
}
