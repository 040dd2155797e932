package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageReport;
import io.mlfd.result.Score;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.Stops;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The joint and the distilling stage as a run has them: real runner, real loop, generated images. */
class MlfdStagesTest {
    private static final List<String> LEVELS = List.of("last", "embedding");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"SHARED,ALL", "SHARED,OTHERS", "PER_DATASET,ALL", "PER_DATASET,OTHERS"})
    void aRunGoesFromTeachersToStudents(Trunk trunk, Experts experts) throws IOException {
        SmallRun run = new SmallRun(folder, trunk, experts, LEVELS);
        done(run.teachers());
        Map<String, byte[]> teachers = files(folder.resolve("stages/teacher"));
        StageReport joint = done(run.joint(StopSignal.never()));
        assertThat(joint.scores()).extracting(Score::dataset).containsExactly("shapes", "glyphs", "shapes", "glyphs");
        for (String dataset : SmallRun.DATASETS) {
            StageReport student = done(run.distill(dataset, StopSignal.never()));
            assertThat(student.scores()).extracting(Score::dataset).containsOnly(dataset);
        }
        assertThat(caches()).hasSize(2);
        // Experts are read and never written, whatever was trained on them.
        assertThat(files(folder.resolve("stages/teacher"))).containsExactlyEntriesOf(teachers);
    }

    @ParameterizedTest
    @CsvSource({"SHARED,ALL", "PER_DATASET,OTHERS"})
    void stoppedAnywhereAndGoneOnWithIsBitEqual(Trunk trunk, Experts experts, @TempDir Path other) throws IOException {
        SmallRun whole = new SmallRun(other, trunk, experts, LEVELS);
        done(whole.teachers());
        StageReport joint = done(whole.joint(StopSignal.never()));
        StageReport student = done(whole.distill("shapes", StopSignal.never()));

        SmallRun run = new SmallRun(folder, trunk, experts, LEVELS);
        done(run.teachers());
        int jointStops = 0;
        StageReport report = run.joint(Stops.after(5));
        while (report.exit() == ExitCode.STOPPED.status()) {
            jointStops++;
            report = run.joint(Stops.after(5 + 7 * jointStops));
        }
        assertThat(done(report).weights()).isEqualTo(joint.weights());
        assertThat(report.scores()).isEqualTo(joint.scores());
        assertThat(jointStops).isGreaterThan(3);

        int studentStops = 0;
        report = run.distill("shapes", Stops.after(5));
        while (report.exit() == ExitCode.STOPPED.status()) {
            studentStops++;
            report = run.distill("shapes", Stops.after(5 + 7 * studentStops));
        }
        assertThat(done(report).weights()).isEqualTo(student.weights());
        assertThat(studentStops).isGreaterThan(3);
    }

    /** All images of a split, one by one and not in the cache's batches. */
    @Test
    void aCachedRowIsWhatTheExpertsSayOfThatImage() {
        SmallRun run = new SmallRun(folder, Trunk.SHARED, Experts.ALL, LEVELS);
        done(run.teachers());
        done(run.inJoint(context -> {
            JointShape shape = JointShape.of(run.jointWork());
            LoadedDataSet data = context.data("glyphs");
            try (TorchEngine engine = context.openEngine();
                    NDManager manager = engine.step();
                    OpenCaches caches = new ExpertCaches(context, engine, shape, FreeSpace.ofFileSystem())
                            .open(List.of("glyphs"))) {
                CachedSet set = new CachedSet("glyphs", data, caches.of("glyphs"), 1);
                Network expert = NetworkFiles.load(
                        StoredFiles.local(),
                        context.input(StageKind.TEACHER, "shapes").selectedWeights(),
                        new NetworkSpec("resnet8", 2),
                        context.data("shapes").train().classNames().size(),
                        manager);
                new Evaluator(engine, context.stop())
                        .forEachBatch(data.test(), data.statistics(), (arrays, first, scope) -> {
                            assertThat(first).isZero();
                            NDArray embeddings =
                                    expert.forward(arrays.images(), Mode.EVAL).embedding();
                            for (int image = 0; image < data.test().count(); image++) {
                                float[] row = set.features(Split.TEST, new int[] {image}, scope)
                                        .get(shape.segment(1, 0))
                                        .toFloatArray();
                                assertThat(row)
                                        .containsExactly(embeddings.get(image).toFloatArray(), offset(1e-5f));
                            }
                        });
            }
        }));
    }

    @Test
    void aStudentBuildsItsOwnCacheAgainWhereItIsGone(@TempDir Path other) throws IOException {
        SmallRun whole = new SmallRun(other, Trunk.SHARED, Experts.ALL, LEVELS);
        done(whole.teachers());
        done(whole.joint(StopSignal.never()));
        StageReport expected = done(whole.distill("glyphs", StopSignal.never()));

        SmallRun run = new SmallRun(folder, Trunk.SHARED, Experts.ALL, LEVELS);
        done(run.teachers());
        done(run.joint(StopSignal.never()));
        Set<Path> before = caches();
        delete(folder.resolve("cache"));
        assertThat(done(run.distill("glyphs", StopSignal.never())).weights()).isEqualTo(expected.weights());
        assertThat(caches()).hasSize(1).isSubsetOf(before);
    }

    @Test
    void aDamagedCacheIsRepairedBeforeItIsUsed(@TempDir Path other) throws IOException {
        SmallRun whole = new SmallRun(other, Trunk.SHARED, Experts.ALL, LEVELS);
        done(whole.teachers());
        done(whole.joint(StopSignal.never()));
        StageReport expected = done(whole.distill("glyphs", StopSignal.never()));

        SmallRun run = new SmallRun(folder, Trunk.SHARED, Experts.ALL, LEVELS);
        done(run.teachers());
        done(run.joint(StopSignal.never()));
        for (Path cache : caches()) {
            Path shard = cache.resolve("shard-00000.bin");
            byte[] bytes = Files.readAllBytes(shard);
            bytes[bytes.length / 2] ^= 0x40;
            Files.write(shard, bytes);
        }
        assertThat(done(run.distill("glyphs", StopSignal.never())).weights()).isEqualTo(expected.weights());
        assertThat(run.console).anyMatch(line -> line.contains("shard-00000.bin") && line.contains("SHA-256"));
    }

    @Test
    void aVolumeThatIsTooSmallIsSaidBeforeAnythingIsBuilt() {
        SmallRun run = new SmallRun(folder, Trunk.SHARED, Experts.ALL, LEVELS);
        done(run.teachers());
        run.space(path -> 10);
        StageReport report = run.joint(StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.STORAGE.status());
        assertThat(report.message())
                .contains("the cache of the experts' features needs 1 MiB, free are 1 MiB; make the volume larger");
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    private static StageReport done(StageReport report) {
        assertThat(report.exit()).as(report.message()).isZero();
        return report;
    }

    /** Asks for a stop at the n-th look, which may be in the cache, in training or in an evaluation. */
    private Set<Path> caches() throws IOException {
        try (Stream<Path> caches = Files.list(folder.resolve("cache"))) {
            return new HashSet<>(caches.toList());
        }
    }

    private static Map<String, byte[]> files(Path root) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
