package io.mlfd.trainer.method.feed;

import io.mlfd.contract.StageKind;
import io.mlfd.contract.feed.TransferFactors;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.util.List;

/** Stage {@code baseline/factor-transfer/<data set>}: the student of the paraphraser's factors. */
public record TransferFactorsProgram(TransferFactors work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        String dataset = work.dataset().name();
        try (TorchEngine engine = context.openEngine()) {
            MapTraining training = new MapTraining(context, engine, work);
            FrozenTeacher teacher = training.teacher(context.input(StageKind.TEACHER, dataset));
            // The seed decides values that are all replaced.
            Paraphraser paraphraser = Paraphraser.create(teacher.channels(), work.rate(), 0, engine.manager());
            NetworkFiles.load(
                    context.folder().stored(),
                    context.input(StageKind.BASELINE, dataset).selectedWeights(),
                    paraphraser.state(),
                    engine.manager());
            return training.run(List.of(paraphraser.factorsOf(teacher)), training.studentKey());
        }
    }
}
