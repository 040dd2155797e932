package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mlfd.api.method.MlfdSpec.Afterwards;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Precision;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.mlfd.CachedOutputs;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.result.Selection;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.Stops;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.supervised.ClassifierTraining;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.TeacherTargets.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Students that learn from what T* said once: the same as from what it says in every step, but for the last bits, since the
 * engine sums in another order when other images are in a batch.
 */
class CachedOutputsTest {
    private static final List<String> LEVELS = List.of("last-1", "last", "embedding");
    private static final CachedOutputs CLEAN = clean(Precision.FLOAT32, Afterwards.KEEP);

    /** What other images in a batch change, as a share of the largest value. */
    private static final double OTHER_BATCH = 1e-6;
    /** What an optimiser makes of that, in a weight. */
    private static final double AFTER_TRAINING = 1e-4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"SHARED,ALL", "PER_DATASET,OTHERS"})
    void ofImagesAsTheyAreTheStudentIsTheSame(Trunk trunk, Experts experts, @TempDir Path other) {
        SmallRun computing = upToJoint(other, trunk, experts);
        SmallRun reading = upToJoint(folder, trunk, experts);
        reading.cache(CLEAN);
        for (String dataset : SmallRun.DATASETS) {
            StageReport expected = done(computing.distill(dataset, StopSignal.never()));
            StageReport report = done(reading.distill(dataset, StopSignal.never()));
            nearlyTheSame(computing, reading, "distill/" + dataset);
            assertThat(report.scores()).isEqualTo(expected.scores());
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void ofViewsTheStudentIsThatOfATeacherWhoLooksAtTheStudentsImages(int views, @TempDir Path other) {
        SmallRun computing = upToJoint(other, Trunk.SHARED, Experts.ALL);
        computing.epochs(3);
        Distill work = computing.distillWork("shapes");
        StageReport expected = done(computing.distill("shapes", new LookingTeacherProgram(work, views)));

        SmallRun reading = upToJoint(folder, Trunk.SHARED, Experts.ALL);
        reading.epochs(3);
        reading.cache(new CachedOutputs(OptionalInt.of(views), Precision.FLOAT32, Afterwards.KEEP));
        StageReport report = done(reading.distill("shapes", StopSignal.never()));
        nearlyTheSame(computing, reading, "distill/shapes");
        assertThat(report.scores()).isEqualTo(expected.scores());
    }

    /** Every value of what T* says, against the bound of rounding to eleven bits. */
    @ParameterizedTest
    @CsvSource({"FLOAT32", "FLOAT16"})
    void whatIsReadIsWhatWasSaidButForRounding(Precision precision) {
        SmallRun run = upToJoint(folder, Trunk.SHARED, Experts.ALL);
        Distill work = run.distillWork("glyphs");
        done(run.distill("glyphs", context -> {
            compare(context, work, clean(precision, Afterwards.KEEP));
            return StageOutcome.withoutTraining(Orders.NOTHING_TESTED, List.of());
        }));
    }

    private static void compare(StageContext context, Distill work, CachedOutputs kept) {
        JointShape shape = JointShape.of(work.joint());
        LoadedDataSet data = context.data("glyphs");
        int images = data.train().count();
        FreeSpace space = FreeSpace.ofFileSystem();
        try (TorchEngine engine = context.openEngine();
                NDManager scope = engine.manager().newSubManager();
                OpenCaches features = new ExpertCaches(context, engine, shape, space).open(List.of("glyphs"));
                FeatureCache outputs = new OutputCache(context, engine, work, kept, space).open()) {
            CachedSet set = new CachedSet("glyphs", data, features.of("glyphs"), images);
            ImageBatches.Images batch = new ImageBatches(
                            data, work.training(), ClassifierTraining.studentKey(context, work.dataset()))
                    .batch(1, scope);
            Targets said = Autograd.withoutRecording(() ->
                    new JointTargets(new StoredTeacher(context, shape, "glyphs").read(scope), set).of(batch, scope));
            Targets read = new CachedTargets(shape.levels(), outputs, images).of(batch, scope);
            assertThat(read.maps().keySet())
                    .containsExactlyElementsOf(said.maps().keySet());
            near(read.logits(), said.logits(), kept.precision());
            said.maps().forEach((level, map) -> near(read.maps().get(level), map, kept.precision()));
        }
    }

    private static void near(NDArray read, NDArray said, Precision precision) {
        assertThat(read.getShape()).isEqualTo(said.getShape());
        float[] expected = said.toFloatArray();
        float[] actual = read.toFloatArray();
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            double rounding = precision == Precision.FLOAT16
                    ? Math.max(Math.scalb(Math.abs(expected[i]), -11), Math.scalb(1, -25))
                    : 0;
            assertThat((double) actual[i]).isCloseTo(expected[i], within(OTHER_BATCH * largest + rounding));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "2"})
    void stoppedAnywhereAndGoneOnWithIsBitEqual(int views, @TempDir Path other) {
        CachedOutputs cache = views == 0
                ? clean(Precision.FLOAT32, Afterwards.DELETE)
                : new CachedOutputs(OptionalInt.of(views), Precision.FLOAT16, Afterwards.DELETE);
        SmallRun whole = upToJoint(other, Trunk.SHARED, Experts.ALL);
        whole.cache(cache);
        StageReport expected = done(whole.distill("shapes", StopSignal.never()));

        SmallRun run = upToJoint(folder, Trunk.SHARED, Experts.ALL);
        run.cache(cache);
        int stops = 0;
        StageReport report = run.distill("shapes", Stops.after(1));
        while (report.exit() == ExitCode.STOPPED.status()) {
            stops++;
            report = run.distill("shapes", Stops.after(1 + 3 * stops));
        }
        assertThat(done(report).weights()).isEqualTo(expected.weights());
        assertThat(stops).isGreaterThan(4);
    }

    @Test
    void aCacheIsRemovedOrKept() throws IOException {
        SmallRun run = upToJoint(folder, Trunk.SHARED, Experts.ALL);
        Set<Path> experts = caches();
        run.cache(clean(Precision.FLOAT32, Afterwards.DELETE));
        done(run.distill("shapes", StopSignal.never()));
        assertThat(caches()).isEqualTo(experts);
        run.cache(CLEAN);
        done(run.distill("glyphs", StopSignal.never()));
        assertThat(caches()).hasSize(experts.size() + 1).containsAll(experts);
    }

    @Test
    void aKeptCacheIsUsedAgainWithoutTheExpertsOwn() throws IOException {
        SmallRun run = upToJoint(folder, Trunk.SHARED, Experts.ALL);
        Set<Path> experts = caches();
        run.cache(CLEAN);
        StageReport first = done(run.distill("shapes", StopSignal.never()));
        for (Path cache : experts) {
            delete(cache);
        }
        delete(run.stage("distill/shapes"));
        Set<Path> kept = caches();
        StageReport again = done(run.distill("shapes", StopSignal.never()));
        assertThat(again.weights()).isEqualTo(first.weights());
        assertThat(caches()).isEqualTo(kept).hasSize(1);
    }

    @Test
    void aFlippedBitIsNamedAndMended() throws IOException {
        SmallRun run = upToJoint(folder, Trunk.SHARED, Experts.ALL);
        Set<Path> experts = caches();
        run.cache(CLEAN);
        StageReport expected = done(run.distill("shapes", StopSignal.never()));
        Set<Path> outputs = caches();
        outputs.removeAll(experts);
        Path shard = outputs.iterator().next().resolve("shard-00000.bin");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length / 2] ^= 0x40;
        Files.write(shard, bytes);
        delete(run.stage("distill/shapes"));
        assertThat(done(run.distill("shapes", StopSignal.never())).weights()).isEqualTo(expected.weights());
        assertThat(run.console).anyMatch(line -> line.contains(shard.toString()) && line.contains("SHA-256"));
    }

    @Test
    void aVolumeThatIsTooSmallIsSaidBeforeAnythingIsBuilt() throws IOException {
        SmallRun run = upToJoint(folder, Trunk.SHARED, Experts.ALL);
        Set<Path> before = caches();
        run.cache(CLEAN);
        run.space(path -> 10);
        StageReport report = run.distill("shapes", StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.STORAGE.status());
        assertThat(report.message())
                .contains(
                        "the cache of what the joint teacher says needs 1 MiB, free are 1 MiB; make the volume larger");
        assertThat(caches()).isEqualTo(before);
    }

    private static void nearlyTheSame(SmallRun one, SmallRun other, String stage) {
        String file = VolumeLayout.weights(Selection.LAST);
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, NDArray> expected = Safetensors.read(
                            StoredFiles.local(), one.stage(stage).resolve(file), manager)
                    .tensors();
            Map<String, NDArray> actual = Safetensors.read(
                            StoredFiles.local(), other.stage(stage).resolve(file), manager)
                    .tensors();
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            expected.forEach((name, tensor) -> {
                double apart = tensor.toType(DataType.FLOAT64, false)
                        .sub(actual.get(name).toType(DataType.FLOAT64, false))
                        .abs()
                        .max()
                        .getDouble();
                assertThat(apart).as(name).isLessThan(AFTER_TRAINING);
            });
        }
    }

    private static CachedOutputs clean(Precision precision, Afterwards afterwards) {
        return new CachedOutputs(OptionalInt.empty(), precision, afterwards);
    }

    private static SmallRun upToJoint(Path folder, Trunk trunk, Experts experts) {
        SmallRun run = new SmallRun(folder, trunk, experts, LEVELS);
        done(run.teachers());
        done(run.joint(StopSignal.never()));
        return run;
    }

    private static StageReport done(StageReport report) {
        assertThat(report.exit()).as(report.message()).isZero();
        return report;
    }

    private Set<Path> caches() throws IOException {
        try (Stream<Path> caches = Files.list(folder.resolve("cache"))) {
            return new HashSet<>(caches.toList());
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
