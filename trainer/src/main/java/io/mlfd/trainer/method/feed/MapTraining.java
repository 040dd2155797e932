package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Output;
import io.mlfd.contract.feed.MapDistillation;
import io.mlfd.contract.feed.Reconstruction;
import io.mlfd.plan.Level;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.LoopSettings;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.supervised.ClassifierTraining;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.LabelBlock;
import io.mlfd.trainer.supervised.NetworkMetadata;
import io.mlfd.trainer.supervised.TestScores;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Trains a student on targets and measures it: what all students of this method have in common. */
final class MapTraining {
    private final StageContext context;
    private final TorchEngine engine;
    private final MapDistillation work;
    private final Level.FeatureMap level;
    private final LoadedDataSet data;
    private final Evaluator evaluator;

    MapTraining(StageContext context, TorchEngine engine, MapDistillation work) {
        this.context = context;
        this.engine = engine;
        this.work = work;
        this.level = level(work.level());
        this.data = context.data(work.dataset().name());
        this.evaluator = new Evaluator(engine, context.stop());
    }

    /** @throws BadOrderException when it is none of maps */
    static Level.FeatureMap level(String name) {
        return Level.parse(name)
                .filter(Level.FeatureMap.class::isInstance)
                .map(Level.FeatureMap.class::cast)
                .orElseThrow(() -> new BadOrderException("order: " + name + " is no level of maps"));
    }

    /** The key of the student that is compared in pairs with the network that is trained alone. */
    RandomKey studentKey() {
        return ClassifierTraining.studentKey(context, work.dataset());
    }

    FrozenTeacher teacher(FinishedStage stage) {
        return FrozenTeacher.load(
                context.folder().stored(), stage, work.dataset(), classes(), level, work.inputSize(), engine.manager());
    }

    private int classes() {
        return data.train().classNames().size();
    }

    /** @param key of the student's first values, its batches and the translators' first values */
    StageOutcome run(List<? extends TargetMaps> targets, RandomKey key) {
        return run(targets, key, (tests, selection) -> {});
    }

    /** As above. {@code more}: measures something else */
    StageOutcome run(List<? extends TargetMaps> targets, RandomKey key, BiConsumer<TestScores, Selection> more) {
        Network network = ClassifierTraining.network(work.dataset(), classes(), key, engine.manager());
        List<TargetMaps> all = List.copyOf(targets);
        Translators translators = new Translators(
                level,
                FrozenTeacher.at(network.shape(), level, work.inputSize()).channels(),
                all,
                Scope.root(engine.manager(), key.with("translators").state()));
        ImageBatches batches = new ImageBatches(data, work.training(), key);
        FeedLearner learner = new FeedLearner(
                network,
                translators,
                new FeedLoss(translators, all, work.beta(), batches.labelLoss()),
                work.dataset().name(),
                data,
                work.training(),
                batches,
                evaluator,
                NetworkMetadata.of(
                        work.dataset().network(),
                        work.inputSize(),
                        work.dataset().name(),
                        data));
        TestScores tests = new TestScores(context.order().stage());
        Trained trained = new TrainingLoop(context, engine, LoopSettings.of(work.training()), key)
                .train(learner, selection -> {
                    test(learner, all, tests, selection);
                    more.accept(tests, selection);
                });
        return StageOutcome.of(trained, tests.results());
    }

    private void test(FeedLearner learner, List<TargetMaps> targets, TestScores tests, Selection selection) {
        String dataset = work.dataset().name();
        tests.add(
                work.student(),
                dataset,
                selection,
                evaluator.evaluate(learner.network(), data.test(), data.statistics(), LabelBlock.all(classes())));
        List<Output> translations = work.translations();
        if (!translations.isEmpty()) {
            double[] errors = errors(learner, targets, data.test());
            for (int i = 0; i < errors.length; i++) {
                tests.add(
                        translations.get(i),
                        dataset,
                        Reconstruction.METRIC,
                        selection,
                        errors[i],
                        data.test().count());
            }
        }
    }

    /** Mean over images of the distance of each translation to its target. */
    private double[] errors(FeedLearner learner, List<TargetMaps> targets, DataSetImages images) {
        double[] sums = new double[targets.size()];
        evaluator.forEachBatch(images, data.statistics(), (arrays, first, scope) -> {
            NDArray batch = arrays.images();
            List<NDArray> translated =
                    learner.translators().translated(learner.network().forward(batch, Mode.EVAL), Mode.EVAL);
            for (int i = 0; i < sums.length; i++) {
                float distance = UnitMaps.distance(
                                translated.get(i), targets.get(i).of(batch))
                        .getFloat();
                sums[i] += distance * (double) batch.getShape().get(0);
            }
        });
        return Arrays.stream(sums).map(sum -> sum / images.count()).toArray();
    }

    /** Measures all teachers as one classifier. */
    void testEnsemble(Output output, List<FrozenTeacher> teachers, TestScores tests, Selection selection) {
        tests.add(
                output,
                work.dataset().name(),
                selection,
                evaluator.evaluate(
                        batch -> FrozenTeacher.ensembleLogits(teachers, batch),
                        data.test(),
                        data.statistics(),
                        LabelBlock.all(classes())));
    }
}
