package io.mlfd.plan;

import io.mlfd.api.AugmentationSpec;
import io.mlfd.api.TrainingSpec;
import io.mlfd.api.TrainingSpec.ClassWeights;
import io.mlfd.api.TrainingSpec.ClassWeightsName;
import io.mlfd.api.TrainingSpec.Optimizer;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.TrainingSpec.Schedule;
import io.mlfd.api.TrainingSpec.ScheduleName;
import java.util.ArrayList;
import java.util.List;

/** Which training settings go together. */
final class TrainingRules {
    private final String path;
    private final int inputSize;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param path of the settings
     * @param inputSize pixels on each side of an image
     */
    TrainingRules(String path, int inputSize) {
        this.path = path;
        this.inputSize = inputSize;
    }

    List<Problem> problems(TrainingSpec training) {
        if (training.optimizer() != null) {
            optimizer(training.optimizer());
        }
        if (training.augmentation() != null) {
            augmentation(training.augmentation());
        }
        if (training.schedule() != null) {
            schedule(training.schedule());
        }
        if (training.classWeights() != null) {
            classWeights(training.classWeights());
        }
        return List.copyOf(problems);
    }

    private void optimizer(Optimizer optimizer) {
        if (optimizer.name() != OptimizerName.SGD && (optimizer.momentum() != null || optimizer.nesterov() != null)) {
            add("optimizer", "momentum and nesterov: only SGD has them");
        }
        if (Boolean.TRUE.equals(optimizer.nesterov()) && optimizer.momentum() != null && optimizer.momentum() == 0) {
            add("optimizer.nesterov", "needs a momentum above 0");
        }
    }

    private void augmentation(AugmentationSpec augmentation) {
        if (augmentation.crop() != null && augmentation.crop() > inputSize) {
            add(
                    "augmentation.crop",
                    augmentation.crop() + " is more than spec.input.size, " + inputSize
                            + ": a view might show nothing of the image");
        }
        boolean crops = augmentation.crop() != null && augmentation.crop() > 0;
        if (crops && augmentation.randomResizedCrop() != null) {
            add("augmentation", "crop and randomResizedCrop: both choose what is seen of an image; leave one out");
        }
        if (augmentation.randomResizedCrop() != null) {
            rises(
                    "augmentation.randomResizedCrop.scale",
                    augmentation.randomResizedCrop().scale());
            rises(
                    "augmentation.randomResizedCrop.ratio",
                    augmentation.randomResizedCrop().ratio());
        }
        if (augmentation.erasing() != null) {
            rises("augmentation.erasing.scale", augmentation.erasing().scale());
            rises("augmentation.erasing.ratio", augmentation.erasing().ratio());
        }
    }

    private void rises(String field, List<Double> span) {
        if (!span.isEmpty() && span.get(0) > span.get(1)) {
            add(field, "must not fall, found " + span + "; the smaller number stands first");
        }
    }

    private void schedule(Schedule schedule) {
        boolean steps = schedule.name() == ScheduleName.STEP;
        if (steps && schedule.milestones().isEmpty()) {
            add("schedule.milestones", "Step needs them: fractions of the training, as in [0.5, 0.75]");
        }
        if (!steps && (!schedule.milestones().isEmpty() || schedule.gamma() != null)) {
            add("schedule", "milestones and gamma: only Step has them");
        }
        double before = 0;
        for (double milestone : schedule.milestones()) {
            if (!(milestone > before && milestone < 1)) {
                add("schedule.milestones", "must rise and lie between 0 and 1, found " + schedule.milestones());
                return;
            }
            before = milestone;
        }
    }

    private void classWeights(ClassWeights classWeights) {
        boolean given = classWeights.name() == ClassWeightsName.GIVEN;
        if (given && classWeights.weights().isEmpty()) {
            add("classWeights.weights", "Given needs them: a number for every class, as in {cat: 1, dog: 2.5}");
        }
        if (!given && !classWeights.weights().isEmpty()) {
            add("classWeights.weights", "only Given has them");
        }
    }

    private void add(String field, String message) {
        problems.add(new Problem(path + "." + field, message));
    }
}
