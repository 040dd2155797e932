package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runner finds in its folder, and what it leaves there. */
class LocalRunFolderTest {
    @TempDir
    private Path temporary;

    private RunnerRig rig;
    private FakeMachine machine;

    @BeforeEach
    void rig() {
        rig = new RunnerRig(temporary);
        machine = rig.machine();
    }

    @Test
    void reusesEveryStageOfAFinishedRun() {
        rig.run(Runs.small());
        rig.forgetLines();
        int before = machine.launched().size();

        RunOutcome again = rig.run(Runs.small());

        assertThat(again.exit()).isZero();
        assertThat(machine.launched()).hasSize(before);
        assertThat(rig.lines())
                .containsExactlyElementsOf(
                        RunnerRig.STAGES.stream().map(s -> "reused   " + s).toList());
    }

    @Test
    void findsFinishedStagesWithoutTheRecord() throws IOException {
        rig.run(Runs.small());
        Files.delete(rig.folder().resolve("run.json"));
        int before = machine.launched().size();

        assertThat(rig.run(Runs.small()).exit()).isZero();
        assertThat(machine.launched()).hasSize(before);
    }

    @Test
    void trainsADamagedStageAgainAndSaysWhy() throws IOException {
        rig.run(Runs.small());
        damage("teacher/b", "damaged");
        rig.forgetLines();

        assertThat(rig.run(Runs.small()).exit()).isZero();
        assertThat(machine.launched()
                        .subList(RunnerRig.STAGES.size(), machine.launched().size()))
                .contains("teacher/b#2")
                .doesNotContain("teacher/a#2");
        assertThat(rig.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("again    teacher/b: its files in")
                        .endsWith("are damaged, or its data changed"))
                .contains("again    joint: teacher/b is to be done again");
    }

    @Test
    void aFailedRunIsTakenUpAgainWithFreshRetries() {
        machine.exits("teacher/a", 21);
        rig.run(Runs.small());

        assertThat(rig.run(Runs.small()).exit()).isZero();
        assertThat(machine.launched()).containsOnlyOnce("teacher/b#1").contains("teacher/a#2");
    }

    @Test
    void refusesTheFolderOfAnotherSpecAndNamesTheField() {
        rig.run(Runs.small());
        int before = machine.launched().size();

        assertThatThrownBy(() -> rig.run(Runs.small(16, "", false, false)))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("spec.datasets[1].model.width is 16 now and was 8")
                .hasMessageContaining("--out")
                .hasMessageContaining("--accept-changes")
                .hasMessageContaining("--fresh")
                .hasMessageNotContaining("\n")
                .extracting(e -> ((LocalRunException) e).exit())
                .isEqualTo(ExitCode.BAD_ORDER);
        assertThat(machine.launched()).hasSize(before);
    }

    @Test
    void acceptsWhatMayChange() {
        rig.run(Runs.small());

        assertThat(rig.run(Runs.small(8, "timeouts: {run: 1h}", false, false)).exit())
                .isZero();
    }

    @Test
    void acceptedChangesKeepTheStagesThatDoNotDependOnThem() {
        rig.run(Runs.small());
        rig.forgetLines();
        int before = machine.launched().size();

        assertThat(rig.run(Runs.small(16, "", true, false)).exit()).isZero();
        assertThat(rig.lines()).contains("reused   teacher/a");
        assertThat(machine.launched().subList(before, machine.launched().size()))
                .containsExactly("teacher/b#2", "joint#2", "distill/a#2", "distill/b#2", "report#2");
    }

    @Test
    void freshStartsOverAndTouchesNothingElse() throws IOException {
        rig.run(Runs.small());
        Files.writeString(rig.folder().resolve("notes.txt"), "mine");

        assertThat(rig.run(Runs.small(16, "", false, true)).exit()).isZero();
        assertThat(machine.launched()).hasSize(2 * RunnerRig.STAGES.size()).contains("teacher/b#1");
        assertThat(rig.folder().resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void refusesAFolderThatAnotherRunnerWorksIn() {
        rig.folder().toFile().mkdirs();
        FileLocks.Held held = new FileLocks(4711).ofRun(rig.folder()).orElseThrow();

        assertThatThrownBy(() -> held.whileHeld(() -> rig.run(Runs.small())))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("process 4711 is carrying out the run");
        assertThat(machine.launched()).isEmpty();
    }

    @Test
    void waitsForAProcessThatAKilledRunnerLeft() {
        new FileLocks(4710).ofRun(rig.folder()).orElseThrow().close();
        FileLocks.Held orphan =
                new FileLocks(4711).ofStage(rig.folder(), "teacher/a").orElseThrow();
        Instant start = machine.instant();
        machine.at(Duration.ofSeconds(3), orphan::close);

        assertThat(rig.run(Runs.small()).exit()).isZero();
        assertThat(rig.lines().get(0)).contains("process 4711 of an earlier call to stop (teacher-a.lock)");
        assertThat(machine.instant()).isAfter(start.plusSeconds(3));
    }

    @Test
    void refusesAFolderWithOtherFiles() throws IOException {
        Files.createDirectories(rig.folder());
        Files.writeString(rig.folder().resolve("thesis.tex"), "");

        assertThatThrownBy(() -> rig.run(Runs.small()))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("holds other files (thesis.tex");
    }

    @Test
    void aFolderIsNoRunForAFolderOfACommonNameInIt() throws IOException {
        Path mine = rig.folder().resolve("report").resolve("thesis.tex");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "months of work");

        assertThatThrownBy(() -> rig.run(Runs.small(8, "", false, true)))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("holds other files (report");
        assertThat(mine).hasContent("months of work");
    }

    @Test
    void refusesADamagedRecord() throws IOException {
        rig.run(Runs.small());
        Files.writeString(rig.folder().resolve("run.json"), "{");

        assertThatThrownBy(() -> rig.run(Runs.small()))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("run.json: is damaged");
    }

    @Test
    void refusesASuspendedRun() {
        assertThatThrownBy(() -> rig.run(Runs.small(8, "suspend: true", false, false)))
                .isInstanceOf(LocalRunException.class)
                .hasMessageStartingWith("spec.suspend");
        assertThat(rig.folder()).doesNotExist();
    }

    private void damage(String stage, String content) throws IOException {
        try (var keys = Files.list(rig.folder().resolve("stages").resolve(stage))) {
            Files.writeString(keys.findFirst().orElseThrow().resolve("result.json"), content);
        }
    }
}
