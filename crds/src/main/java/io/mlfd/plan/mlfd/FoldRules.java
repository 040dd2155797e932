package io.mlfd.plan.mlfd;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.MlfdSpec;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.plan.DatasetNetworks;
import io.mlfd.plan.SpecProblems;
import java.util.OptionalInt;

/** What has to hold where the joint teacher fuses the own expert out of fold. */
record FoldRules(MlfdSpec.Joint joint, MLFDRunSpec run, SpecProblems problems) {
    private static final String FOLDS = "spec.method.mlfd.joint.folds";
    private static final int DEFAULT = 3;

    /** As they take effect; empty where experts are fused as they are. */
    static OptionalInt folds(MlfdSpec.Joint joint) {
        if (joint.experts() != Experts.OUT_OF_FOLD) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(joint.folds() == null ? DEFAULT : joint.folds());
    }

    void check() {
        OptionalInt folds = folds(joint);
        if (folds.isEmpty()) {
            if (joint.folds() != null) {
                problems.add(FOLDS, "is for experts: OutOfFold; leave it out");
            }
            return;
        }
        for (int i = 0; i < run.datasets().size(); i++) {
            Dataset dataset = run.datasets().get(i);
            if (isLearned(dataset)) {
                folds(folds.getAsInt(), dataset, "spec.datasets[" + i + "]");
            }
        }
    }

    /** As {@code TrainJointTeacher.reads}: T* learns from a helper set's images only where all share one trunk. */
    private boolean isLearned(Dataset dataset) {
        return joint.trunk() != Trunk.PER_DATASET
                || new DatasetNetworks(dataset, run.input().size()).hasStudent();
    }

    private void folds(int folds, Dataset dataset, String path) {
        if (dataset.teacher() != null && dataset.teacher().checkpoint() != null) {
            problems.add(
                    path + ".teacher.checkpoint",
                    "spec.method.mlfd.joint.experts OutOfFold trains this expert again without a part of the images, and"
                            + " a given one is not trained; give teacher.init, or choose Others");
        }
        Integer perClass = dataset.source().trainPerClass();
        if (perClass != null && perClass < folds) {
            problems.add(
                    FOLDS,
                    folds + ": data set \"" + dataset.name() + "\" has " + perClass
                            + " train images of a class (trainPerClass), and each fold leaves out one at least; lower"
                            + " folds, or raise trainPerClass");
        }
    }
}
