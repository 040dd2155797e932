package io.mlfd.plan.ensemblecompression;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** Online ensemble compression: widths of a data set's network over one stem, trained together from what all of them say. */
public final class EnsembleCompressionMethod implements Method {
    @Override
    public String name() {
        return "ensembleCompression";
    }

    @Override
    public String title() {
        return "Online ensemble compression";
    }

    @Override
    public String source() {
        return "several widths of a data set's network over one stem, trained at once, each from labels, from the mean of all"
                + " and from the widest one's maps (Walawalkar, Shen, Savvides, ECCV 2020, arXiv 2011.07449)";
    }

    @Override
    public List<String> stages() {
        return List.of("online/<data set>", "baseline/alone/<data set>", "baseline/alone/<data set>/<network>");
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.ensembleCompression()).map(EnsembleCompressionPlan::new);
    }
}
