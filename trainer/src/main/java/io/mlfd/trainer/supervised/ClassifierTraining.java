package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.Training;
import io.mlfd.contract.supervised.StudentTraining;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.LoopSettings;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Trains one network on one data set and evaluates it: what an expert's and every student's stage have in common. First
 * values, batch order and augmentation follow from the seed, the purpose and the data set only, so stages of one purpose that
 * differ in their loss are compared in pairs.
 */
public final class ClassifierTraining {
    private static final String TEACHER = "teacher";
    private static final String STUDENT = "student";

    private final StageContext context;
    private final TorchEngine engine;
    private final SingleDatasetTraining work;
    private final RandomKey key;
    private final Consumer<Network> start;
    /** What makes the batches of its images. */
    private final BatchSource batches;

    @FunctionalInterface
    private interface BatchSource {
        ImageBatches of(LoadedDataSet data, Training training, RandomKey key);
    }

    private ClassifierTraining(StageContext context, TorchEngine engine, SingleDatasetTraining work, RandomKey key) {
        this(context, engine, work, key, network -> {}, ImageBatches::new);
    }

    private ClassifierTraining(
            StageContext context,
            TorchEngine engine,
            SingleDatasetTraining work,
            RandomKey key,
            Consumer<Network> start,
            BatchSource batches) {
        this.context = context;
        this.engine = engine;
        this.work = work;
        this.key = key;
        this.start = start;
        this.batches = batches;
    }

    /** The same where images look in epoch e as in epoch e mod {@code looks}; empty where they look new in every epoch. */
    public ClassifierTraining seeingAgain(OptionalInt looks) {
        if (looks.isEmpty()) {
            return this;
        }
        return new ClassifierTraining(
                context,
                engine,
                work,
                key,
                start,
                (data, training, own) -> ImageBatches.recurring(data, training, own, looks.getAsInt()));
    }

    /** The same from the weights of a user's file, with a classifier of random values. */
    ClassifierTraining startingFrom(GivenWeights weights) {
        return startingWith(network -> weights.loadWithoutClassifier(network, engine.manager()));
    }

    /** The same from other values than random ones; whatever else is random stays the same. {@code values}: fills the network */
    private ClassifierTraining startingWith(Consumer<Network> values) {
        return new ClassifierTraining(context, engine, work, key, values, batches);
    }

    /** What is random in the values of something that is learned beside a student. {@code what}: tells it from others */
    public static long firstValuesBeside(StageContext context, DatasetWork dataset, String what) {
        return studentKey(context, dataset).with(what).state();
    }

    /** Of an expert. */
    public static ClassifierTraining ofTeacher(StageContext context, TorchEngine engine, SingleDatasetTraining work) {
        return new ClassifierTraining(context, engine, work, key(context, TEACHER, work.dataset()));
    }

    /** Of one of several experts of a data set. */
    static ClassifierTraining ofMember(
            StageContext context, TorchEngine engine, SingleDatasetTraining work, int member) {
        RandomKey key = key(context, TEACHER, work.dataset()).with("member " + member);
        return new ClassifierTraining(context, engine, work, key);
    }

    /** Of an expert that has not seen a fold of its data set's train images. */
    static ClassifierTraining ofFold(StageContext context, TorchEngine engine, SingleDatasetTraining work, int fold) {
        RandomKey key = key(context, TEACHER, work.dataset()).with("fold " + fold);
        return new ClassifierTraining(context, engine, work, key);
    }

    /** Of a student, whatever it is distilled from. */
    public static ClassifierTraining ofStudent(StageContext context, TorchEngine engine, StudentTraining work) {
        return new ClassifierTraining(context, engine, work, studentKey(context, work.dataset()))
                .startingWith(StudentStart.of(context, engine, work));
    }

    /** Of a control that learns from labels only; member 0 is compared with the student in pairs. */
    static ClassifierTraining alone(StageContext context, TorchEngine engine, StudentTraining work, int member) {
        RandomKey student = studentKey(context, work.dataset());
        RandomKey key = member == 0 ? student : student.with("member " + member);
        return new ClassifierTraining(context, engine, work, key).startingWith(StudentStart.of(context, engine, work));
    }

    /**
     * What is random in a data set's student and in its control of member 0. A method whose networks are no single student
     * draws from it too, so that they see the images in the order and with the augmentation of that control.
     */
    public static RandomKey studentKey(StageContext context, DatasetWork dataset) {
        return key(context, STUDENT, dataset);
    }

    /** The network of a data set with the first values that follow from a key. {@code manager} holds it */
    public static Network network(DatasetWork dataset, int classes, RandomKey key, NDManager manager) {
        return Networks.build(NetworkFiles.shape(dataset.network()), classes, firstValues(manager, key));
    }

    /** A new scope of first values that follow from a key. {@code manager} holds them */
    static Scope firstValues(NDManager manager, RandomKey key) {
        return Scope.root(manager, key.with("initialisation").state());
    }

    private static RandomKey key(StageContext context, String purpose, DatasetWork dataset) {
        return context.random(purpose).with(dataset.name());
    }

    /** With labels only. */
    StageOutcome run() {
        return run(LabelLoss.of(
                work.training(), context.data(work.dataset().name()).train()));
    }

    /** Trains to the end, writes the weights and scores the last and the best of them on the test set. */
    public StageOutcome run(BatchLoss loss) {
        DatasetWork dataset = work.dataset();
        Training training = work.training();
        LoadedDataSet data = context.data(dataset.name());
        Network network = network(dataset, data.train().classNames().size(), key, engine.manager());
        start.accept(network);
        Evaluator evaluator = new Evaluator(engine, context.stop());
        ClassifierLearner learner = new ClassifierLearner(
                network,
                dataset.name(),
                data,
                training,
                batches.of(data, training, key),
                loss,
                evaluator,
                NetworkMetadata.of(dataset.network(), work.inputSize(), dataset.name(), data));
        TestScores tests = new TestScores(context.order().stage());
        Trained trained = new TrainingLoop(context, engine, LoopSettings.of(training), key)
                .train(
                        learner,
                        selection -> tests.add(
                                work.outputs().get(0),
                                dataset.name(),
                                selection,
                                evaluator.evaluate(
                                        network, data.test(), data.statistics(), LabelBlock.all(network.classes()))));
        return StageOutcome.of(trained, tests.results());
    }
}
