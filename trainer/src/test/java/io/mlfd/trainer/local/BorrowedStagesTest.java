package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run takes from the folder of another one, and what it leaves there. */
class BorrowedStagesTest {
    @TempDir
    private Path temporary;

    private RunnerRig lender;
    private RunnerRig borrower;

    @BeforeEach
    void rigs() {
        lender = new RunnerRig(temporary, "lender");
        borrower = new RunnerRig(temporary, "borrower");
    }

    @Test
    void trainsOnlyWhatTheOtherRunHasNot() {
        lender.run(Runs.small());

        RunOutcome outcome = borrower.run(Runs.reusing(Runs.small(16, "", false, false), lender.folder()));

        assertThat(outcome.exit()).isZero();
        assertThat(borrower.machine().launched())
                .containsExactlyInAnyOrder("teacher/b#1", "joint#1", "distill/a#1", "distill/b#1", "report#1");
        assertThat(borrower.lines())
                .containsSubsequence("copied   teacher/a from " + lender.folder(), "reused   teacher/a");
    }

    @Test
    void makesAReportOfItsOwn() {
        lender.run(Runs.small());

        assertThat(borrower.run(Runs.reusing(Runs.small(), lender.folder())).exit())
                .isZero();
        assertThat(borrower.machine().launched()).containsExactly("report#1");
    }

    @Test
    void leavesTheOtherFolderAsItIs() throws IOException {
        lender.run(Runs.small());
        List<String> before = files(lender.folder());

        borrower.run(Runs.reusing(Runs.small(), lender.folder()));
        borrower.run(Runs.small(8, "", false, true));

        assertThat(files(lender.folder())).isEqualTo(before);
    }

    @Test
    void copiesWhatIsDamagedThereAndTrainsItAgain() throws IOException {
        lender.run(Runs.small());
        Files.writeString(stage(lender, "teacher/a").resolve("result.json"), "damaged");

        assertThat(borrower.run(Runs.reusing(Runs.small(), lender.folder())).exit())
                .isZero();
        assertThat(borrower.machine().launched()).contains("teacher/a#1").doesNotContain("teacher/b#1");
    }

    @Test
    void takesNothingOfAStageThatIsUnderWayThere() throws IOException {
        lender.run(Runs.small());
        Files.delete(stage(lender, "teacher/a").resolve("manifest.json"));

        borrower.run(Runs.reusing(Runs.small(), lender.folder()));

        assertThat(borrower.machine().launched()).contains("teacher/a#1").doesNotContain("teacher/b#1");
    }

    @Test
    void takesThePlaceOfAStageThatIsUnderWayHere() throws IOException {
        lender.run(Runs.small());
        borrower.run(Runs.small());
        Path begun = stage(borrower, "teacher/a");
        Files.delete(begun.resolve("manifest.json"));
        Files.delete(begun.resolve("result.json"));
        Files.createDirectories(begun.resolve("checkpoints/step-1"));
        int before = borrower.machine().launched().size();

        borrower.run(Runs.reusing(Runs.small(), lender.folder()));

        assertThat(borrower.machine().launched()).hasSize(before);
        assertThat(begun.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void looksInOneFolderAfterTheOther() {
        lender.run(Runs.small());
        RunnerRig wider = new RunnerRig(temporary, "wider");
        wider.run(Runs.small(16, "", false, false));

        borrower.run(Runs.reusing(Runs.small(16, "", false, false), lender.folder(), wider.folder()));

        assertThat(borrower.machine().launched()).containsExactly("report#1");
        assertThat(borrower.lines())
                .contains("copied   teacher/a from " + lender.folder(), "copied   teacher/b from " + wider.folder());
    }

    @Test
    void leavesNothingHalfCopiedWhenAskedToStop() throws IOException {
        lender.run(Runs.small());
        borrower.machine().stopNow();

        RunOutcome outcome = borrower.run(Runs.reusing(Runs.small(), lender.folder()));

        assertThat(outcome.exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(files(borrower.folder())).noneMatch(file -> file.startsWith("stages"));
    }

    @Test
    void refusesAFolderThatHoldsNoRun() throws IOException {
        Path other = Files.createDirectories(temporary.resolve("pictures"));

        assertThatThrownBy(() -> borrower.run(Runs.reusing(Runs.small(), other)))
                .isInstanceOf(LocalRunException.class)
                .hasMessage("--reuse: " + other + ": holds no run; name the folder of one, runs/NAME");
    }

    private static Path stage(RunnerRig rig, String name) throws IOException {
        try (var keys = Files.list(rig.folder().resolve("stages").resolve(name))) {
            return keys.findFirst().orElseThrow();
        }
    }

    /** Names and contents of what does not change by being looked at. */
    private static List<String> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file) + " " + text(file))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
