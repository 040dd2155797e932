package io.mlfd.plan.mclokd;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.MclOkdSpec;
import io.mlfd.api.method.MclOkdSpec.Control;
import io.mlfd.plan.SharedStages;
import io.mlfd.plan.SpecProblems;
import java.util.Optional;

/** What has to hold of an MCL-OKD run. */
final class MclOkdRules {
    private final MclOkdSpec mclOkd;
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    MclOkdRules(MclOkdSpec mclOkd, MLFDRunSpec run, SpecProblems problems) {
        this.mclOkd = mclOkd;
        this.run = run;
        this.problems = problems;
    }

    void check() {
        new SharedStages(MclOkdPlan.PATH + "shared", Optional.ofNullable(mclOkd.shared())).check(run, problems);
        run.datasets().forEach(this::negatives);
        controls();
        problems.noTeachers("MCL-OKD", run.datasets());
    }

    /** Where the file says how many images the other classes have at most; the trainer counts them. */
    private void negatives(Dataset dataset) {
        int negatives = mclOkd.contrast() == null || mclOkd.contrast().negatives() == null
                ? MclOkdPlan.NEGATIVES
                : mclOkd.contrast().negatives();
        Dataset.Source source = dataset.source();
        if (source.classes().isEmpty() || source.trainPerClass() == null) {
            return;
        }
        long others = (source.classes().size() - 1L) * source.trainPerClass();
        if (negatives > others) {
            problems.add(
                    MclOkdPlan.PATH + "contrast.negatives",
                    negatives + " are more than the " + others
                            + " training images that the other classes of data set \"" + dataset.name()
                            + "\" have; name no more than they have");
        }
    }

    private void controls() {
        problems.distinct(MclOkdPlan.PATH + "controls", mclOkd.controls());
        if (mclOkd.contrast() != null) {
            superfluous(
                    Control.WITHOUT_CONTRAST,
                    "contrast.weight",
                    mclOkd.contrast().weight());
        }
        if (mclOkd.ensemble() != null) {
            superfluous(
                    Control.WITHOUT_ENSEMBLE,
                    "ensemble.weight",
                    mclOkd.ensemble().weight());
        }
    }

    private void superfluous(Control control, String field, Double weight) {
        if (weight != null && weight == 0 && mclOkd.controls().contains(control)) {
            problems.add(
                    MclOkdPlan.PATH + "controls",
                    "with " + field + " 0 the method is " + control + " already; leave it out");
        }
    }
}
