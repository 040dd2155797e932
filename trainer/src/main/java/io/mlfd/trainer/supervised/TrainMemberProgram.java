package io.mlfd.trainer.supervised;

import io.mlfd.contract.supervised.TrainMember;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;

/** Trains one of several experts of a data set with labels. */
public record TrainMemberProgram(TrainMember work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        try (TorchEngine engine = context.openEngine()) {
            return ClassifierTraining.ofMember(context, engine, work, work.member())
                    .run();
        }
    }
}
