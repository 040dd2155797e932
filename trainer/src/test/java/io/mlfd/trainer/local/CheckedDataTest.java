package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.api.MLFDRun;
import io.mlfd.contract.ExitCode;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import io.mlfd.plan.RunFileReader;
import io.mlfd.trainer.check.Paintings;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedDataTest {
    private static final String YAML = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: folders}
            spec:
              data: {claimName: images}
              datasets:
                - name: first
                  source: {imageFolder: {path: first}}
                  model: {name: resnet8}
                - name: generated
                  source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 5}
                  model: {name: resnet8}
              input: {size: 16}
              training: {epochs: 1}
              method: {mlfd: {}}
            """;

    /** Long after the files of these tests were made. */
    private static final Instant NOW = Instant.parse("2099-01-01T00:00:00Z");

    @TempDir
    private Path temporary;

    private final List<String> lines = new ArrayList<>();
    private Path data;
    private RunFolder folder;
    private int stops;

    @BeforeEach
    void aDataSet() throws IOException {
        data = temporary.toRealPath().resolve("data");
        Paintings.dataset(data.resolve("first"), 0);
        folder = new RunFolder(Files.createDirectory(temporary.resolve("run")), new WholeFiles(Disk.local()));
    }

    private List<String> inspect(String program) {
        lines.clear();
        new CheckedData(
                        new WholeFiles(Disk.local()),
                        new ListedData(ImageReading.inThisProcess(Disk.local(), Links.WITHIN_ROOT), () -> stops > 0),
                        program,
                        () -> stops,
                        InstantSource.fixed(NOW),
                        () -> Duration.ZERO,
                        2)
                .inspect(run(), folder, lines::add);
        return List.copyOf(lines);
    }

    private List<String> inspect() {
        return inspect("1");
    }

    private LocalRun run() {
        MLFDRun run = valid(new RunFileReader().read(YAML));
        Plan plan = valid(new Planner().plan("folders", run.getSpec()));
        CoreAllocation cores = new CoreAllocation(2, OptionalInt.empty(), OptionalInt.empty());
        return new LocalRun(run, plan, cores, Optional.empty(), Map.of("first", data), false, false, List.of());
    }

    private static <T> T valid(Checked<T> checked) {
        return ((Checked.Valid<T>) checked).value();
    }

    private Path list() {
        return folder.path().resolve("check.txt");
    }

    @Test
    void goodDataAreToldAndListed() {
        assertThat(inspect())
                .containsExactly(
                        "data     first, " + data.resolve("first")
                                + ": 2 classes, 6 train, 2 test images; 3 of train a class",
                        "checked  1 data set, 8 images: no problem; the whole list is in " + list());
        assertThat(list()).content().contains("class a: 3 train, 1 test");
    }

    @Test
    void theyAreNotLookedAtAgainUntilAFileChanges() throws IOException {
        inspect();

        assertThat(inspect())
                .containsExactly("checked  1 data set, 8 images: no problem; the whole list is in " + list()
                        + "; nothing has changed since");
        Files.setLastModifiedTime(
                data.resolve("first/test/b/0.png"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(inspect()).hasSize(2);
        assertThat(inspect()).hasSize(1);
        Paintings.write(data.resolve("first/train/a/new.png"), Paintings.waves(77, 32));
        assertThat(inspect()).first().asString().contains("7 train");
        assertThat(inspect("2")).as("by another program").hasSize(2);
    }

    @Test
    void badDataEndTheCallEachTime() throws IOException {
        inspect();
        Files.createFile(data.resolve("first/train/a/bad.png"));

        for (int call = 0; call < 2; call++) {
            assertThatThrownBy(this::inspect)
                    .isInstanceOfSatisfying(
                            LocalRunException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.BAD_INPUT))
                    .hasMessage("the data cannot be used, and nothing was started: 1 problem is listed in " + list());
            assertThat(lines).anyMatch(line -> line.startsWith("bad      ") && line.contains("bad.png is empty"));
        }
        assertThat(list()).content().contains("bad.png is empty");
        Files.delete(data.resolve("first/train/a/bad.png"));
        assertThat(inspect()).as("mended").hasSize(2);
    }

    @Test
    void whatAnotherReleaseRecordedIsNotBelieved() throws IOException {
        inspect();
        Path record = folder.path().resolve("check.json");
        Files.writeString(record, Files.readString(record).replace("\"version\":1", "\"version\":2"));

        assertThat(inspect()).hasSize(2);
    }

    private Path known() {
        return folder.path().resolve("records/first.json");
    }

    @Test
    void whatAStageWouldFindOutIsLeftForIt() throws IOException {
        inspect();

        assertThat(known()).content().contains("\"size\":16");
        Files.delete(known());
        inspect();
        assertThat(known()).as("nothing was looked at").doesNotExist();
    }

    @Test
    void nothingIsLeftOfFilesThatWereChangedJustNow() throws IOException {
        Files.setLastModifiedTime(data.resolve("first/test/b/0.png"), FileTime.from(NOW.minusSeconds(1)));

        inspect();

        assertThat(known()).doesNotExist();
    }

    @Test
    void nothingIsLeftOfDataThatCannotBeUsed() throws IOException {
        Files.createFile(data.resolve("first/train/a/bad.png"));

        assertThatThrownBy(this::inspect).isInstanceOf(LocalRunException.class);

        assertThat(known()).doesNotExist();
    }

    @Test
    void aStopEndsIt() {
        stops = 1;

        assertThatThrownBy(this::inspect).isInstanceOf(StoppedException.class);
    }
}
