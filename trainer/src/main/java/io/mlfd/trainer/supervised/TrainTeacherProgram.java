package io.mlfd.trainer.supervised;

import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;

/** Trains an expert with labels. */
public record TrainTeacherProgram(TrainTeacher work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        try (TorchEngine engine = context.openEngine()) {
            ClassifierTraining training = ClassifierTraining.ofTeacher(context, engine, work);
            return work.init()
                    .map(path -> training.startingFrom(GivenWeights.start(context, work, path)))
                    .orElse(training)
                    .run();
        }
    }
}
