package io.mlfd.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.DivergedException;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.metrics.NotFiniteException;
import io.mlfd.trainer.nn.Dropout;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;
import io.mlfd.trainer.result.StageResult.Criterion;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.Checkpoints;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop on a task of two tensors: a linear classifier with dropout on points drawn from the step. */
class TrainingLoopTest {
    private static final int EPOCHS = 3;
    private static final int STEPS_PER_EPOCH = 4;
    private static final int STEPS = EPOCHS * STEPS_PER_EPOCH;

    @TempDir
    Path root;

    private final List<String> lines = new ArrayList<>();
    private final List<Integer> liveArrays = new ArrayList<>();
    private TorchEngine engine;

    @BeforeEach
    void open() {
        engine = TorchEngine.open(1);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void timeDecidesWhenToSaveAndNeverWhat() throws IOException {
        assertThat(train("often", 1, Points.plain()).curve()).hasSize(EPOCHS);
        train("seldom", 3600, Points.plain());
        assertThat(digest("often")).isEqualTo(digest("seldom"));
        assertThat(saved("often")).isGreaterThan(saved("seldom"));
    }

    @Test
    void aCorruptCheckpointCostsStepsButNoBit() throws IOException {
        train("whole", 3600, Points.plain());
        stop("broken", Points.plain().stoppingAt(step -> step == 10));
        Path newest = checkpoint("broken", 10).resolve("optimizer.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 1] ^= 1;
        Files.write(newest, bytes);
        train("broken", 3600, Points.plain());
        assertThat(lines)
                .anyMatch(line -> line.contains("step-00000010/optimizer.safetensors"))
                .anyMatch(line -> line.contains("goes on from the checkpoint of step 8 of 12"));
        assertThat(digest("broken")).isEqualTo(digest("whole"));
    }

    @Test
    void aStopDuringEvaluationRepeatsTheEvaluationOnly() throws IOException {
        train("whole", 3600, Points.plain());
        stop("stopped", Points.plain().stoppingInEvaluation(2));
        assertThat(checkpoint("stopped", 8)).isDirectory();
        Points again = Points.plain().resumedAt(8);
        Trained trained = train("stopped", 3600, again);
        assertThat(again.steps).containsExactly(8L, 9L, 10L, 11L);
        assertThat(trained.curve()).extracting(Epoch::epoch).containsExactly(1, 2, 3);
        assertThat(trained.attempts()).extracting(a -> a.firstStep()).containsExactly(0L, 8L);
        assertThat(digest("stopped")).isEqualTo(digest("whole"));
        assertThat(Files.readAllLines(folder("stopped").file(VolumeLayout.METRICS)))
                .hasSize(EPOCHS);
    }

    @Test
    void theBestEpochIsTheFirstOfTheHighest() throws IOException {
        Trained trained = train("best", 3600, Points.plain().withAccuracies(3, 5, 5));
        assertThat(trained.selection().criterion()).isEqualTo(Criterion.VALIDATION_ACCURACY);
        assertThat(trained.selection().epoch()).isEqualTo(2);
        assertThat(trained.selection().accuracy()).hasValue(0.5);
        assertThat(FileDigest.of(folder("best").file("best.safetensors")))
                .isEqualTo(FileDigest.of(checkpoint("best", 8).resolve("model.safetensors")))
                .isNotEqualTo(FileDigest.of(folder("best").file("last.safetensors")));
    }

    @Test
    void withoutValidationTheBestIsTheLast() throws IOException {
        Trained trained = train("last", 3600, Points.plain().withAccuracies());
        assertThat(trained.selection().criterion()).isEqualTo(Criterion.LAST_EPOCH);
        assertThat(trained.selection().epoch()).isEqualTo(EPOCHS);
        assertThat(FileDigest.of(folder("last").file("best.safetensors")))
                .isEqualTo(FileDigest.of(folder("last").file("last.safetensors")));
    }

    @Test
    void aLossThatIsNotANumberNamesStepAndTermAndIsNeverSaved() {
        Points points = Points.plain().failingAt(6, Float.NaN);
        assertThatThrownBy(() -> train("nan", 3600, points))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("loss hard is NaN at step 7");
        assertThat(folder("nan").checkpoints().newest())
                .map(Checkpoints.Checkpoint::step)
                .hasValue(4L);
    }

    @Test
    void weightsThatAreNotNumbersAreNeverSaved() {
        Points points = Points.plain().withoutGradientAt(3);
        assertThatThrownBy(() -> train("inf", 3600, points))
                .isInstanceOf(NotFiniteException.class)
                .hasMessageContaining("tensor weight holds NaN or infinity after step 4");
        assertThat(folder("inf").checkpoints().newest()).isEmpty();
    }

    @Test
    void noArrayOutlivesItsStep() {
        train("arrays", 1, Points.plain());
        assertThat(liveArrays).hasSize(STEPS);
        // From the second epoch on, when there is a copy of the best weights.
        assertThat(liveArrays.subList(STEPS_PER_EPOCH, STEPS)).containsOnly(liveArrays.get(STEPS_PER_EPOCH));
    }

    @Test
    void theCurveIsTheMeanOverTheEpochsImages() {
        Points points = Points.plain();
        Trained trained = train("curve", 3600, points);
        for (Epoch epoch : trained.curve()) {
            double mean =
                    points
                            .losses
                            .subList((epoch.epoch() - 1) * STEPS_PER_EPOCH, epoch.epoch() * STEPS_PER_EPOCH)
                            .stream()
                            .mapToDouble(loss -> loss)
                            .average()
                            .orElseThrow();
            assertThat(epoch.loss()).isCloseTo(mean, within(1e-6));
            assertThat(epoch.terms()).containsOnlyKeys("hard");
            assertThat(epoch.step()).isEqualTo((long) epoch.epoch() * STEPS_PER_EPOCH);
        }
    }

    private Trained train(String run, int checkpointSeconds, Points points) {
        // Every look at the clock takes a fifth of a second.
        AtomicLong ticks = new AtomicLong();
        StageOrder order = order(run, checkpointSeconds);
        StageContext context = new StageContext(
                order,
                root.resolve(run),
                folder(run),
                "content",
                List.of(),
                Map.of(),
                () -> points.stopRequested(),
                () -> Instant.EPOCH.plusMillis(200 * ticks.getAndIncrement()),
                new QuietProgress(lines::add));
        StageWork.Training training = Orders.training(OptimizerName.ADAMW, EPOCHS);
        try (NDManager manager = engine.manager().newSubManager()) {
            points.build(
                    manager,
                    () -> liveArrays.add(engine.manager().getManagedArrays().size()
                            + manager.getManagedArrays().size()));
            return new TrainingLoop(context, engine, training, RandomKey.of(1, "test")).train(points);
        }
    }

    private void stop(String run, Points points) {
        assertThatThrownBy(() -> train(run, 3600, points)).isInstanceOf(StoppedException.class);
    }

    private StageOrder order(String run, int checkpointSeconds) {
        StageOrder order = Orders.order(root.resolve(run), "joint", new StageWork.Report(List.of()));
        return new StageOrder(
                order.version(),
                order.run(),
                order.stage(),
                order.attempt(),
                order.planKey(),
                order.seed(),
                order.threads(),
                checkpointSeconds,
                order.work(),
                order.inputs(),
                order.places());
    }

    private StageFolder folder(String run) {
        return StageFolder.open(
                root.resolve(run), "stages/joint/" + Orders.PLAN_KEY, new WholeFiles(Disk.local()), lines::add);
    }

    private Path checkpoint(String run, int step) {
        return folder(run).file(VolumeLayout.CHECKPOINTS).resolve(String.format("step-%08d", step));
    }

    private String digest(String run) throws IOException {
        return FileDigest.of(folder(run).file("last.safetensors")).sha256();
    }

    /** How close the second newest checkpoint is to the end: the number of the newest that are kept is the same always. */
    private long saved(String run) throws IOException {
        try (Stream<Path> kept = Files.list(folder(run).file(VolumeLayout.CHECKPOINTS))) {
            return kept.map(path -> path.getFileName().toString())
                    .map(name -> Long.parseLong(name.substring(name.indexOf('-') + 1)))
                    .mapToLong(step -> step)
                    .min()
                    .orElseThrow();
        }
    }

    /** The task. */
    private static final class Points implements TrainingTask {
        private final List<Long> steps = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private List<Integer> accuracies = List.of(2, 3, 1);
        private LongPredicate stopAt = step -> false;
        private int stopInEvaluation = -1;
        private long failAt = -1;
        private float failure;
        private long withoutGradientAt = -1;
        private Runnable observer = () -> {};
        private Linear linear;
        private Dropout dropout;
        private StateDict state;
        private long next;

        static Points plain() {
            return new Points();
        }

        Points stoppingAt(LongPredicate when) {
            stopAt = when;
            return this;
        }

        Points stoppingInEvaluation(int epoch) {
            stopInEvaluation = epoch;
            return this;
        }

        Points withAccuracies(Integer... correctOfTen) {
            accuracies = List.of(correctOfTen);
            return this;
        }

        Points failingAt(long step, float loss) {
            failAt = step;
            failure = loss;
            return this;
        }

        /** At this step the loss is a number, its derivative is not. */
        Points withoutGradientAt(long step) {
            withoutGradientAt = step;
            return this;
        }

        Points resumedAt(long step) {
            next = step;
            return this;
        }

        void build(NDManager manager, Runnable arrays) {
            Scope scope = Scope.root(manager, 3);
            linear = new Linear(scope, 4, 3);
            dropout = new Dropout(0.5);
            state = scope.state();
            observer = arrays;
        }

        boolean stopRequested() {
            return stopAt.test(next);
        }

        @Override
        public StateDict state() {
            return state;
        }

        @Override
        public int stepsPerEpoch() {
            return STEPS_PER_EPOCH;
        }

        @Override
        public StepLoss loss(long step, NDManager scope) {
            observer.run();
            steps.add(step);
            next = step + 1;
            RandomStream random = RandomKey.of(9, "points").with(step).stream();
            float[] points = new float[5 * 4];
            long[] labels = new long[5];
            for (int i = 0; i < points.length; i++) {
                points[i] = (float) random.nextGaussian();
            }
            for (int i = 0; i < labels.length; i++) {
                labels[i] = random.nextInt(3);
            }
            NDArray input = dropout.forward(scope.create(points, new Shape(5, 4)), Mode.TRAIN);
            NDArray loss = Losses.crossEntropy(linear.forward(input, Mode.TRAIN), scope.create(labels), 0);
            if (step == failAt) {
                loss = loss.mul(scope.create(failure));
            }
            if (step == withoutGradientAt) {
                NDArray weight = state.parameters().get(0).tensor();
                loss = loss.add(weight.sub(weight.stopGradient()).abs().sum().sqrt());
            }
            losses.add((double) loss.getFloat());
            return new StepLoss(LossTerms.of(new LossTerms.Term("hard", 1, loss)), 5, OptionalInt.of(0));
        }

        @Override
        public List<Validation> validate() {
            int epoch = (int) (next / STEPS_PER_EPOCH);
            if (epoch == stopInEvaluation) {
                throw new StoppedException();
            }
            return accuracies.isEmpty()
                    ? List.of()
                    : List.of(new Validation("points", accuracies.get(epoch - 1), 10, 1));
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }
    }
}
