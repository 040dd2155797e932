package io.mlfd.plan.ensemblecompression;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import java.util.List;

/** What has to hold of a run of online ensemble compression. */
final class EnsembleCompressionRules {
    private static final String FRACTIONS = "spec.method.ensembleCompression.widthFractions";

    private final List<Double> fractions;
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    EnsembleCompressionRules(Widths widths, MLFDRunSpec run, SpecProblems problems) {
        this.fractions = widths.fractions();
        this.run = run;
        this.problems = problems;
    }

    void check() {
        if (order()) {
            for (int i = 0; i < run.datasets().size(); i++) {
                widths("spec.datasets[" + i + "].model", run.datasets().get(i));
            }
        }
        problems.noTeachers("online ensemble compression", run.datasets());
        problems.noAverages("online ensemble compression", run.training());
    }

    private boolean order() {
        if (fractions.get(0) != 1) {
            problems.add(
                    FRACTIONS,
                    "the first is " + fractions.get(0) + ": begin with 1, the data set's own model, whose maps the"
                            + " others learn");
            return false;
        }
        for (int i = 1; i < fractions.size(); i++) {
            if (fractions.get(i) >= fractions.get(i - 1)) {
                problems.add(
                        FRACTIONS,
                        fractions.get(i) + " follows " + fractions.get(i - 1)
                                + ": name every width once, from the widest to the narrowest");
                return false;
            }
        }
        return true;
    }

    private void widths(String path, Dataset dataset) {
        NetworkShape model = NetworkShapes.of(dataset.model(), run.input().size());
        if (model.hasStems()) {
            channels(model, dataset);
        } else {
            problems.add(
                    path,
                    model.label()
                            + " has not several widths over one stem, which are what is trained here; name another"
                            + " network");
        }
    }

    private void channels(NetworkShape model, Dataset dataset) {
        String of = " of the " + model.width() + " channels of " + model.label() + ", data set \"" + dataset.name()
                + "\", come";
        int before = Integer.MAX_VALUE;
        for (double fraction : fractions) {
            int channels = Widths.channels(fraction, model);
            if (channels < 1) {
                problems.add(
                        FRACTIONS, fraction + of + " to no channel; leave it out, or give the model more in its width");
            } else if (channels == before) {
                problems.add(
                        FRACTIONS,
                        fraction + of + " to " + channels
                                + ", as many as those of the fraction before it; leave it out, or"
                                + " give the model more in its width");
            }
            before = channels;
        }
    }
}
