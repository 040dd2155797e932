package io.mlfd.trainer.supervised;

import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;

/** Control: the network that a method trains, with labels only. */
public record TrainAloneProgram(TrainAlone work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        try (TorchEngine engine = context.openEngine()) {
            return ClassifierTraining.alone(context, engine, work, work.member())
                    .seeingAgain(work.views())
                    .run();
        }
    }
}
