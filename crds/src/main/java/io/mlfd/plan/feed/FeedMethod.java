package io.mlfd.plan.feed;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.Method;
import io.mlfd.plan.MethodPlan;
import java.util.List;
import java.util.Optional;

/** Feature-level ensemble distillation: several teachers' maps for one student, at once or one after the other. */
public final class FeedMethod implements Method {
    @Override
    public String name() {
        return "feed";
    }

    @Override
    public String title() {
        return "Feature-level ensemble distillation";
    }

    @Override
    public String source() {
        return "a student learns the maps of several teachers through a translator each, or a chain of students one from"
                + " the other (Park, Kwak 2019, arXiv 1909.10754)";
    }

    @Override
    public List<String> stages() {
        return List.of(
                "teacher/<data set>",
                "teacher/<data set>/<member>",
                "distill/<data set>",
                "distill/<data set>/<link>",
                "baseline/single-teacher/<data set>",
                "baseline/paraphraser/<data set>",
                "baseline/factor-transfer/<data set>",
                "baseline/alone/<data set>");
    }

    @Override
    public Optional<MethodPlan> of(MethodSpec spec) {
        return Optional.ofNullable(spec.feed()).map(FeedPlan::new);
    }
}
