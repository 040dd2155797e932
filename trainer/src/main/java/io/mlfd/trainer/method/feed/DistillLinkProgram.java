package io.mlfd.trainer.method.feed;

import io.mlfd.contract.StageKind;
import io.mlfd.contract.feed.DistillLink;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import java.util.List;

/**
 * Stage {@code distill/<data set>/<link>}: a student of the network before it. Link 1 begins as the network that is trained
 * alone; the others begin anew, so that none begins as its own teacher did.
 */
public record DistillLinkProgram(DistillLink work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        StageKind before = work.link() == 1 ? StageKind.TEACHER : StageKind.DISTILL;
        try (TorchEngine engine = context.openEngine()) {
            MapTraining training = new MapTraining(context, engine, work);
            FrozenTeacher teacher =
                    training.teacher(context.input(before, work.dataset().name()));
            RandomKey first = training.studentKey();
            return training.run(List.of(teacher), work.link() == 1 ? first : first.with("link " + work.link()));
        }
    }
}
