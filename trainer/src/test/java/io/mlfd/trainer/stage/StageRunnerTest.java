package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.djl.engine.EngineException;
import io.mlfd.api.GeneratedKind;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.Training;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.loss.DivergedException;
import io.mlfd.trainer.metrics.NotFiniteException;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.FullDisk;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StageRunnerTest {
    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private int trained;
    private OwnMemory memory = () -> OptionalLong.of(800L << 20);

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new StoppedException(), 10, "stopped on request"),
                Arguments.of(new BadOrderException("order: seed: odd"), 20, "order: seed: odd"),
                Arguments.of(new BadInputException("a.png: truncated"), 21, "a.png: truncated"),
                Arguments.of(
                        StorageException.of(
                                "cannot write", Path.of("/v/f"), new IOException("No space left on device")),
                        22,
                        "/v/f: cannot write: No space left on device"),
                Arguments.of(
                        new InternalError("a fault occurred in an unsafe memory access operation"),
                        22,
                        "a file that is mapped into memory cannot be read"),
                Arguments.of(new DivergedException(17, "", "soft", Float.NaN), 23, "loss soft is NaN at step 17"),
                Arguments.of(new NotFiniteException("tensor w holds NaN"), 23, "tensor w"),
                Arguments.of(new OutOfMemoryError("Java heap space"), 24, "out of memory"),
                Arguments.of(
                        new EngineException("[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator:"
                                + " can't allocate memory: you tried to allocate 1 bytes."),
                        24,
                        "out of memory"),
                Arguments.of(
                        new EngineException("could not create a primitive"),
                        24,
                        "out of memory: give the stage more, or use a smaller batchSize (could not create a primitive)"),
                Arguments.of(new EngineException("sizes differ\nat line 2"), 1, "EngineException: sizes differ at"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasItsExitCodeAndOneLine(Throwable failure, int exit, String message) {
        StageReport report = runner(context -> sneaky(failure)).run(reportOrder(), StopSignal.never());
        assertThat(report.exit()).isEqualTo(exit);
        assertThat(report.message()).contains(message).doesNotContain("\n");
        assertThat(report.contentKey()).isPresent();
    }

    @Test
    void whoHasTooLittleMemoryIsToldWhichBatchFits() {
        EngineException full = new EngineException("DefaultCPUAllocator: can't allocate memory");

        StageReport report = runner(context -> sneaky(full)).run(large(), StopSignal.never());

        assertThat(report.exit()).isEqualTo(24);
        assertThat(report.message())
                .contains("out of memory: give the stage more")
                .matches(".*; with batchSize 64 it is estimated at [0-9.]+ GiB, and it got 800 MiB, in which batchSize"
                        + " [4-7] fits");
    }

    @Test
    void whatAStageTookIsToldBesideTheEstimate() {
        runner(this::succeed).run(large(), StopSignal.never());

        assertThat(lines).last().asString().matches("teacher/a: took 800 MiB of memory, estimated were [0-9.]+ GiB");
    }

    /** Of a process the system knows the most of all its stages; that is still what it got before it got no more. */
    @Test
    void inAProcessOfEarlierStagesOnlyWhatFitsIsTold() {
        memory = memory.afterOtherStages();
        EngineException full = new EngineException("DefaultCPUAllocator: can't allocate memory");

        assertThat(runner(context -> sneaky(full))
                        .run(large(), StopSignal.never())
                        .message())
                .contains("it got 800 MiB, in which batchSize");
        runner(this::succeed).run(large(), StopSignal.never());

        assertThat(lines).noneMatch(line -> line.contains("took"));
    }

    private StageOrder large() {
        Training training = new Training(
                1,
                64,
                new Training.Optimizer(OptimizerName.ADAMW, 1e-3, 0, 0, false),
                new Training.Constant(),
                Training.Augmentation.NONE,
                0);
        DataSource source = new DataSource.Generated(GeneratedKind.SHAPES, List.of(), 11, 1, OptionalDouble.empty());
        DatasetWork dataset = new DatasetWork("a", source, new NetworkSpec("resnet8", 16));
        return Orders.order(folder, "teacher/a", new TrainTeacher(dataset, 128, training));
    }

    @Test
    void aStopBeforeTheStartIsAStop() {
        StageReport report = runner(this::succeed).run(reportOrder(), () -> true);
        assertThat(report.exit()).isEqualTo(ExitCode.STOPPED.status());
    }

    @Test
    void wrongOrdersNameTheField() {
        StageOrder good = reportOrder();
        assertThat(refusal(with(good, "../../x", good.planKey(), good.threads())))
                .contains("stage: \"../../x\"");
        assertThat(refusal(with(good, "report", "../..", good.threads()))).contains("planKey: \"../..\"");
        assertThat(refusal(with(good, "report", good.planKey(), 0))).contains("threads: 0");
        assertThat(refusal(Orders.order(Path.of("relative"), "report", good.work())))
                .contains("places.run: \"relative\"");
    }

    @Test
    void aFinishedStageIsReusedAndNothingIsTrained() {
        StageRunner runner = runner(this::succeed);
        assertThat(runner.finished(reportOrder(), StopSignal.never())).isEmpty();
        StageReport first = runner.run(reportOrder(), StopSignal.never());
        StageReport second = runner.run(reportOrder(), StopSignal.never());
        assertThat(first.reused()).isFalse();
        assertThat(second.reused()).isTrue();
        assertThat(second.contentKey()).isEqualTo(first.contentKey());
        assertThat(trained).isEqualTo(1);
        assertThat(runner.finished(reportOrder(), StopSignal.never())).isPresent();
    }

    @Test
    void aDamagedResultIsMadeAgain() throws IOException {
        StageRunner runner = runner(this::succeed);
        runner.run(reportOrder(), StopSignal.never());
        Files.writeString(stageFolder(reportOrder()).resolve(VolumeLayout.RESULT), "{}");
        assertThat(runner.finished(reportOrder(), StopSignal.never())).isEmpty();
        assertThat(runner.run(reportOrder(), StopSignal.never()).reused()).isFalse();
        assertThat(trained).isEqualTo(2);
        assertThat(lines).anyMatch(line -> line.contains("result.json: is not what was written"));
        assertThat(runner.finished(reportOrder(), StopSignal.never())).isPresent();
    }

    @Test
    void everyNetworkThatAStageLeavesIsInItsResultAndGuardedByItsManifest() throws IOException {
        StageRunner runner = runner(context -> {
            List<WeightsFile> weights = Stream.of(Output.ONLY, "fused")
                    .map(output -> write(context, output))
                    .toList();
            return StageOutcome.withoutTraining(Orders.NOTHING_TESTED, weights);
        });
        StageReport report = runner.run(reportOrder(), StopSignal.never());
        assertThat(report.weights()).extracting(StageReport.Weights::output).containsExactly("network", "fused");
        Path stage = stageFolder(reportOrder());
        StageResult result =
                new ContractJson().read(Files.readString(stage.resolve(VolumeLayout.RESULT)), StageResult.class);
        assertThat(result.weights())
                .extracting(WeightsFile::output, WeightsFile::file)
                .containsExactly(tuple("network", "last.safetensors"), tuple("fused", "fused.last.safetensors"));
        Files.writeString(stage.resolve("fused.last.safetensors"), "damaged");
        assertThat(runner.run(reportOrder(), StopSignal.never()).reused()).isFalse();
        assertThat(lines).anyMatch(line -> line.contains("fused.last.safetensors: is not what was written"));
    }

    private static WeightsFile write(StageContext context, String output) {
        String file = VolumeLayout.weights(output, Selection.LAST);
        FileDigest written = context.folder().write(file, Content.of(output));
        return new WeightsFile(output, Selection.LAST, file, written.sha256(), OptionalLong.of(written.bytes()));
    }

    @Test
    void anInputThatIsNotFinishedIsNamed() {
        StageOrder order =
                Orders.order(folder, "report", Orders.reportWork(List.of()), List.of(Orders.teacherInput()), Map.of());
        StageReport report = runner(this::succeed).run(order, StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message()).contains("input teacher/shapes").contains("not finished");
    }

    @Test
    void aVolumeThatCannotBeWrittenIsNamed() throws IOException {
        StageRunner runner =
                new StageRunner(work -> this::succeed, environment(), new WholeFiles(FullDisk.withRoomFor(0)));
        StageReport report = runner.run(reportOrder(), StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.STORAGE.status());
        assertThat(report.message()).contains("origin.json").contains("No space left on device");
        try (Stream<Path> files = Files.list(stageFolder(reportOrder()))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aRunFolderThatIsAFileIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        StageReport report = runner(this::succeed)
                .run(Orders.order(file, "report", reportOrder().work()), StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.STORAGE.status());
        assertThat(report.message()).contains(file.toString());
    }

    @Test
    void aLinkOutOfTheRunFolderIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.createSymbolicLink(run.resolve("stages"), elsewhere);
        StageReport report = runner(this::succeed)
                .run(Orders.order(run, "report", reportOrder().work()), StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.STORAGE.status());
        assertThat(report.message()).contains("a link leads out of the run's folder");
    }

    private StageOutcome succeed(StageContext context) {
        trained++;
        return StageOutcome.withoutTraining(Orders.NOTHING_TESTED, List.of());
    }

    private String refusal(StageOrder order) {
        StageReport report = runner(this::succeed).run(order, StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.BAD_ORDER.status());
        return report.message();
    }

    private StageRunner runner(StageProgram program) {
        return new StageRunner(work -> program, environment());
    }

    private StageEnvironment environment() {
        return new StageEnvironment(
                "test",
                Instant.EPOCH,
                InstantSource.fixed(Instant.EPOCH),
                () -> Duration.ZERO,
                Links.WITHIN_ROOT,
                lines::add,
                memory);
    }

    private StageOrder reportOrder() {
        return Orders.order(folder, "report", Orders.reportWork(List.of()));
    }

    private static StageOrder with(StageOrder order, String stage, String planKey, int threads) {
        return new StageOrder(
                order.version(),
                order.run(),
                stage,
                order.attempt(),
                planKey,
                order.seed(),
                threads,
                order.device(),
                order.checkpointSeconds(),
                order.work(),
                order.inputs(),
                order.places());
    }

    private static Path stageFolder(StageOrder order) {
        return Path.of(order.places().run()).resolve(VolumeLayout.stageFolder(order.stage(), order.planKey()));
    }

    private static StageOutcome sneaky(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
