package io.mlfd.trainer.method.feed;

import io.mlfd.contract.StageKind;
import io.mlfd.contract.feed.TrainParaphraser;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.LoopSettings;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.LabelBlock;
import io.mlfd.trainer.supervised.TestScores;

/** Stage {@code baseline/paraphraser/<data set>}: the auto-encoder over the first teacher's maps. */
public record TrainParaphraserProgram(TrainParaphraser work) implements StageProgram {
    private static final String PURPOSE = "paraphraser";

    @Override
    public StageOutcome run(StageContext context) {
        String dataset = work.dataset().name();
        LoadedDataSet data = context.data(dataset);
        int classes = data.train().classNames().size();
        RandomKey key = context.random(PURPOSE).with(dataset);
        try (TorchEngine engine = context.openEngine()) {
            FrozenTeacher teacher = FrozenTeacher.load(
                    context.folder().stored(),
                    context.input(StageKind.TEACHER, dataset),
                    work.dataset(),
                    classes,
                    MapTraining.level(work.level()),
                    work.inputSize(),
                    engine.manager());
            Evaluator evaluator = new Evaluator(engine, context.stop());
            ParaphraserLearner learner = new ParaphraserLearner(
                    Paraphraser.create(
                            teacher.channels(),
                            work.rate(),
                            key.with("initialisation").state(),
                            engine.manager()),
                    teacher,
                    dataset,
                    data,
                    work.training(),
                    new ImageBatches(data, work.training(), key),
                    evaluator);
            TestScores tests = new TestScores(context.order().stage());
            Trained trained = new TrainingLoop(context, engine, LoopSettings.of(work.training()), key)
                    .train(
                            learner,
                            selection -> tests.add(
                                    work.outputs().get(0),
                                    dataset,
                                    selection,
                                    evaluator.evaluate(
                                            learner::logits, data.test(), data.statistics(), LabelBlock.all(classes))));
            return StageOutcome.of(trained, tests.results());
        }
    }
}
