package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.NoDecay;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.Training;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FaultyDisk;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.ForwardingDisk;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever interrupts a stage, it ends with the bits of one that nothing interrupted. */
class ResumeTest {
    private static final int EPOCHS = 4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(OptimizerName.class)
    void stoppedAtRandomMomentsEndsBitEqual(OptimizerName optimizer) throws IOException {
        StageOrder whole = order("whole", optimizer);
        assertThat(Runners.builtIn(Disk.local()).run(whole, StopSignal.never()).exit())
                .isZero();

        StageOrder order = order("stopped", optimizer);
        Random random = new Random(11);
        int stops = 0;
        StageReport report;
        do {
            AtomicInteger polls = new AtomicInteger(1 + random.nextInt(60));
            report = Runners.builtIn(Disk.local()).run(order, () -> polls.decrementAndGet() < 0);
            stops++;
            assertThat(report.exit()).isIn(ExitCode.DONE.status(), ExitCode.STOPPED.status());
        } while (report.exit() != ExitCode.DONE.status() && stops < 200);

        assertThat(stops).as("attempts").isGreaterThan(4).isLessThan(200);
        assertSameWeights(whole, order);
        assertThat(Files.readAllLines(file(order, VolumeLayout.METRICS))).hasSize(EPOCHS);
    }

    /** Averages, updates of several batches and a warm-up that is under way are gone on with, too. */
    @ParameterizedTest
    @EnumSource(OptimizerName.class)
    void stoppedAmongBatchesOfAnUpdateEndsBitEqual(OptimizerName optimizer) throws IOException {
        StageOrder whole = averaged("whole", optimizer);
        assertThat(Runners.builtIn(Disk.local()).run(whole, StopSignal.never()).exit())
                .isZero();
        StageOrder order = averaged("stopped", optimizer);
        Random random = new Random(12);
        int stops = 0;
        StageReport report;
        do {
            AtomicInteger polls = new AtomicInteger(10 + 6 * stops + random.nextInt(6));
            report = Runners.builtIn(Disk.local()).run(order, () -> polls.decrementAndGet() < 0);
            stops++;
        } while (report.exit() == ExitCode.STOPPED.status() && stops < 200);

        assertThat(report.exit()).isZero();
        assertThat(stops).as("attempts").isGreaterThan(3);
        assertSameWeights(whole, order);
    }

    private StageOrder averaged(String run, OptimizerName optimizer) {
        Training plain = Orders.training(optimizer, EPOCHS);
        Training.Optimizer with = new Training.Optimizer(
                optimizer,
                plain.optimizer().learningRate(),
                0.1,
                plain.optimizer().momentum(),
                plain.optimizer().nesterov(),
                Optional.of(NoDecay.NORMS_AND_BIASES),
                OptionalDouble.of(0.5),
                OptionalDouble.empty());
        Training training = new Training(
                EPOCHS,
                4,
                with,
                new Training.Step(List.of(0.6), 0.1, OptionalDouble.of(0.4)),
                plain.augmentation(),
                plain.labelSmoothing(),
                Optional.empty(),
                Optional.of(new Training.AveragedWeights(0.6)),
                OptionalInt.of(3));
        return Orders.order(
                folder.resolve(run),
                "teacher/shapes",
                Orders.teacher(Orders.shapes(OptionalDouble.of(0.25)), training));
    }

    @Test
    void killedAtAnyWriteEndsBitEqual() throws IOException {
        killedAtAnyWriteEndsBitEqual(order("whole", OptimizerName.ADAMW), order("killed", OptimizerName.ADAMW));
    }

    @Test
    void killedAmongBatchesOfAnUpdateEndsBitEqual() throws IOException {
        killedAtAnyWriteEndsBitEqual(averaged("whole", OptimizerName.SGD), averaged("killed", OptimizerName.SGD));
    }

    private static void killedAtAnyWriteEndsBitEqual(StageOrder whole, StageOrder order) throws IOException {
        MortalDisk counting = new MortalDisk(Integer.MAX_VALUE);
        assertThat(Runners.builtIn(counting).run(whole, StopSignal.never()).exit())
                .isZero();
        int operations = counting.operations.get();
        assertThat(operations).isGreaterThan(100);

        for (int last = 3; last < operations; last += 17) {
            if (survives(order, last)) {
                // What is left to write gets less with every attempt.
                break;
            }
        }
        assertThat(Runners.builtIn(Disk.local()).run(order, StopSignal.never()).exit())
                .isZero();
        assertSameWeights(whole, order);
        try (Stream<Path> left = Files.walk(file(order, ""))) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(WholeFiles.TEMPORARY));
        }
    }

    /** After SIGTERM a process has a minute, and a checkpoint may be large. */
    @Test
    void theCheckpointOfAStopIsReportedWithoutReadingItAgain() throws IOException {
        StageOrder order = order("stopped", OptimizerName.ADAMW);
        List<Path> read = new ArrayList<>();
        FaultyDisk watched = new FaultyDisk((number, path) -> {
            if (ofACheckpoint(path)) {
                read.add(path);
            }
        });
        StageReport report = Runners.builtIn(watched).run(order, () -> Files.exists(file(order, VolumeLayout.METRICS)));
        assertThat(report.exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(report.checkpoint()).get().satisfies(checkpoint -> {
            assertThat(checkpoint.step()).isPositive();
            assertThat(checkpoint.digest()).hasSize(64);
        });
        assertThat(read).isEmpty();
        try (Stream<Path> files = Files.walk(file(order, ""))) {
            assertThat(files.filter(ResumeTest::ofACheckpoint)).isNotEmpty();
        }
    }

    private static boolean ofACheckpoint(Path path) {
        return path.toString().contains("step-")
                && !path.getFileName().toString().startsWith("step-");
    }

    private static boolean survives(StageOrder order, int lastOperation) {
        try {
            return Runners.builtIn(new MortalDisk(lastOperation))
                            .run(order, StopSignal.never())
                            .exit()
                    == 0;
        } catch (Killed e) {
            return false;
        }
    }

    private static void assertSameWeights(StageOrder whole, StageOrder other) throws IOException {
        for (String name : List.of("last.safetensors", "best.safetensors")) {
            assertThat(FileDigest.of(file(other, name))).as(name).isEqualTo(FileDigest.of(file(whole, name)));
        }
        assertThat(FileDigest.of(file(whole, "last.safetensors")))
                .as("the two selections differ, or the test shows less than it says")
                .isNotEqualTo(FileDigest.of(file(whole, "best.safetensors")));
    }

    private StageOrder order(String run, OptimizerName optimizer) {
        return Orders.order(
                folder.resolve(run),
                "teacher/shapes",
                Orders.teacher(Orders.shapes(OptionalDouble.of(0.25)), Orders.training(optimizer, EPOCHS)));
    }

    private static Path file(StageOrder order, String name) {
        return Path.of(order.places().run())
                .resolve(VolumeLayout.stageFolder(order.stage(), order.planKey()))
                .resolve(name);
    }

    /** Dies after so many operations, in the middle of the next one. */
    private static final class MortalDisk extends ForwardingDisk {
        private final AtomicInteger operations = new AtomicInteger();
        private final int last;

        MortalDisk(int last) {
            this.last = last;
        }

        private void live() {
            if (operations.incrementAndGet() > last) {
                throw new Killed();
            }
        }

        @Override
        public OutputStream create(Path file) throws IOException {
            if (operations.incrementAndGet() > last) {
                Files.write(file, new byte[] {1, 2, 3});
                throw new Killed();
            }
            return super.create(file);
        }

        @Override
        public void sync(Path path) throws IOException {
            live();
            super.sync(path);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            live();
            super.move(from, to);
        }

        @Override
        public void delete(Path path) throws IOException {
            live();
            super.delete(path);
        }

        @Override
        public void createFolders(Path path) throws IOException {
            live();
            super.createFolders(path);
        }
    }

    /** Stands for the end of the process. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
