package io.mlfd.trainer.supervised;

import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.GivenCheckpoint;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import java.nio.file.Path;

/** Trains an expert with labels. */
public record TrainTeacherProgram(TrainTeacher work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        try (TorchEngine engine = context.openEngine()) {
            ClassifierTraining training = ClassifierTraining.ofTeacher(context, engine, work);
            return work.init()
                    .map(path -> training.startingFrom(given(context, path)))
                    .orElse(training)
                    .run();
        }
    }

    private GivenWeights given(StageContext context, String path) {
        String dataset = work.dataset().name();
        Path file =
                new GivenCheckpoint(context.order(), context.folder().stored().disk()).locate(dataset, path);
        GivenWeights weights = new GivenWeights(context.folder().stored(), file);
        StatedUse says = weights.stated();
        if (says.inputSize().isPresent() && says.inputSize().getAsInt() != work.inputSize()) {
            context.progress()
                    .say(file + ": is for images of " + says.inputSize().getAsInt()
                            + " pixels; the training that starts from it has images of " + work.inputSize());
        }
        return weights;
    }
}
