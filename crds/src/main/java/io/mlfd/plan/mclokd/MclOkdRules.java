package io.mlfd.plan.mclokd;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.MclOkdSpec.Control;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Contrast;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Ensemble;
import io.mlfd.plan.SharedStages;
import io.mlfd.plan.SpecProblems;
import java.util.List;

/** What has to hold of an MCL-OKD run. */
final class MclOkdRules {
    private final List<Control> controls;
    private final Contrast contrast;
    private final Ensemble ensemble;
    private final SharedStages shared;
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    /** Settings are those that take effect. */
    MclOkdRules(
            List<Control> controls,
            Contrast contrast,
            Ensemble ensemble,
            SharedStages shared,
            MLFDRunSpec run,
            SpecProblems problems) {
        this.controls = controls;
        this.contrast = contrast;
        this.ensemble = ensemble;
        this.shared = shared;
        this.run = run;
        this.problems = problems;
    }

    void check() {
        shared.check(run, problems);
        run.datasets().forEach(this::negatives);
        problems.distinct(MclOkdPlan.PATH + "controls", controls);
        superfluous(Control.WITHOUT_CONTRAST, "contrast.weight", contrast.weight());
        superfluous(Control.WITHOUT_ENSEMBLE, "ensemble.weight", ensemble.weight());
        problems.mixing()
                .refuse(
                        "MCL-OKD remembers what each image looks like and its class, and a mixed image is none of its images;"
                                + " leave it out");
        problems.noTeachers("MCL-OKD", run.datasets());
        problems.noAverages("MCL-OKD", run.training());
    }

    /** Where the file says how many images the other classes have at most; the trainer counts them. */
    private void negatives(Dataset dataset) {
        Dataset.Source source = dataset.source();
        if (source.classes().isEmpty() || source.trainPerClass() == null) {
            return;
        }
        long others = (source.classes().size() - 1L) * source.trainPerClass();
        if (contrast.negatives() > others) {
            problems.add(
                    MclOkdPlan.PATH + "contrast.negatives",
                    contrast.negatives() + " are more than the " + others
                            + " training images that the other classes of data set \"" + dataset.name()
                            + "\" have; name no more than they have");
        }
    }

    private void superfluous(Control control, String field, double weight) {
        if (weight == 0 && controls.contains(control)) {
            problems.add(
                    MclOkdPlan.PATH + "controls",
                    "with " + field + " 0 the method is " + control + " already; leave it out");
        }
    }
}
