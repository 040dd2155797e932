package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.Progress;
import io.mlfd.contract.StageOrder;
import io.mlfd.run.RunState;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRunnerTest {
    private static final List<String> ALL =
            List.of("teacher/a", "teacher/b", "joint", "distill/a", "distill/b", "report");

    @TempDir
    private Path temporary;

    private final FakeMachine machine = new FakeMachine();
    private final List<String> lines = new ArrayList<>();
    private Path folder;

    @BeforeEach
    void folder() {
        folder = temporary.resolve("runs/small");
    }

    private RunOutcome run(LocalRun run) {
        return new LocalRunner(
                        new RunFolder(folder, new WholeFiles(Disk.local())),
                        machine,
                        machine,
                        new FileLocks(1),
                        new Listening(),
                        machine,
                        machine,
                        machine,
                        machine)
                .run(run);
    }

    private final class Listening implements RunView {
        @Override
        public void line(String line) {
            lines.add(line);
        }

        @Override
        public boolean wantsProgress() {
            return true;
        }

        @Override
        public void show(RunState state, Map<String, Progress> progress, Instant now) {}

        @Override
        public void close() {}
    }

    @Test
    void runsEveryStageOnceAfterItsInputs() {
        RunOutcome outcome = run(Runs.small());

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.state().complete()).isTrue();
        assertThat(machine.launched())
                .containsExactlyElementsOf(ALL.stream().map(s -> s + "#1").toList());
        assertThat(machine.mostAtOnce()).isEqualTo(2);
        assertThat(lines).contains("started  teacher/a", "done     teacher/a in 2.0s: a 75.0 %");
    }

    @Test
    void aDamagedReportCostsARunNothing() {
        machine.spoil(report -> report.replaceFirst("\"stage\":\"[^\"]*\"", "\"stage\":null"));

        assertThat(run(Runs.small()).exit()).isZero();
    }

    @Test
    void aReportOfAnotherReleaseIsTold() {
        machine.spoil(report -> report.replace("\"version\":1", "\"version\":2"));
        machine.exits("teacher/a", 21);

        assertThat(run(Runs.small()).failures())
                .singleElement()
                .asString()
                .contains("teacher/a", "its report is of version 2", "use operator and trainer of one release");
    }

    @Test
    void tellsAStageItsThreadsAndItsPlaces() {
        run(Runs.small());

        StageOrder order = machine.orders().get(0);
        assertThat(order.threads()).isEqualTo(1);
        assertThat(order.places().run()).isEqualTo(folder.toString());
        assertThat(order.places().data()).isEmpty();
    }

    @Test
    void keepsTheOrderOfParallelism() {
        run(Runs.small(8, "parallelism: 1", false, false));

        assertThat(machine.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void reusesEveryStageOfAFinishedRun() {
        run(Runs.small());
        lines.clear();
        int before = machine.launched().size();

        RunOutcome again = run(Runs.small());

        assertThat(again.exit()).isZero();
        assertThat(machine.launched()).hasSize(before);
        assertThat(lines)
                .containsExactlyElementsOf(
                        ALL.stream().map(s -> "reused   " + s).toList());
    }

    @Test
    void findsFinishedStagesWithoutTheRecord() throws IOException {
        run(Runs.small());
        Files.delete(folder.resolve("run.json"));
        int before = machine.launched().size();

        assertThat(run(Runs.small()).exit()).isZero();
        assertThat(machine.launched()).hasSize(before);
    }

    @Test
    void trainsADamagedStageAgainAndSaysWhy() throws IOException {
        run(Runs.small());
        damage("teacher/b", "damaged");
        lines.clear();

        assertThat(run(Runs.small()).exit()).isZero();
        assertThat(machine.launched().subList(ALL.size(), machine.launched().size()))
                .contains("teacher/b#2")
                .doesNotContain("teacher/a#2");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("again    teacher/b: its files in")
                        .endsWith("are damaged, or its data changed"))
                .contains("again    joint: teacher/b is to be done again");
    }

    @Test
    void tryingAgainWaitsForTheBackoff() {
        machine.exits("teacher/a", 1, 137);

        RunOutcome outcome = run(Runs.small());

        assertThat(outcome.exit()).isZero();
        assertThat(machine.launched()).contains("teacher/a#1", "teacher/a#2", "teacher/a#3");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).isEqualTo("again    teacher/a in 10s: because of 1"))
                .anySatisfy(line -> assertThat(line).startsWith("again    teacher/a in 20s: was killed (SIGKILL)"))
                .contains("         log: " + folder.resolve("logs/teacher-a-1.log"), "         | hello from teacher/a");
    }

    @Test
    void aStageOutOfRetriesFailsTheRunWithItsExitCode() {
        machine.exits("teacher/a", 24, 24, 24);

        RunOutcome outcome = run(Runs.small());

        assertThat(outcome.exit()).isEqualTo(24);
        assertThat(outcome.failures()).singleElement().asString().startsWith("teacher/a: failed 3 times");
        assertThat(machine.launched()).doesNotContain("joint#1");
    }

    @Test
    void badInputIsNotTriedAgainAndTheOthersAreLetFinish() {
        machine.exits("teacher/a", 21);

        RunOutcome outcome = run(Runs.small());

        assertThat(outcome.exit()).isEqualTo(21);
        assertThat(machine.launched()).containsExactly("teacher/a#1", "teacher/b#1");
        assertThat(outcome.failures()).containsExactly("teacher/a: because of 21");
    }

    @Test
    void aFailedRunIsTakenUpAgainWithFreshRetries() {
        machine.exits("teacher/a", 21);
        run(Runs.small());

        assertThat(run(Runs.small()).exit()).isZero();
        assertThat(machine.launched()).containsOnlyOnce("teacher/b#1").contains("teacher/a#2");
    }

    @Test
    void ctrlCLetsStagesStopAndTheNextCallGoesOn() {
        machine.stopAfter(Duration.ofMillis(500));

        RunOutcome stopped = run(Runs.small());

        assertThat(stopped.exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(machine.anyAlive()).isFalse();
        assertThat(machine.launched()).containsExactly("teacher/a#1", "teacher/b#1");
        assertThat(lines).contains("stopped  teacher/a");

        machine.forgetStops();
        assertThat(run(Runs.small()).exit()).isZero();
        assertThat(machine.launched()).contains("teacher/a#2", "teacher/b#2", "joint#1");
    }

    @Test
    void aSecondCtrlCKills() {
        machine.ignoreStop();
        machine.stopAfter(Duration.ofMillis(500));
        machine.stopAfter(Duration.ofMillis(900));
        Instant start = machine.instant();

        RunOutcome stopped = run(Runs.small());

        assertThat(stopped.exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(machine.anyAlive()).isFalse();
        assertThat(Duration.between(start, machine.instant())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aStageThatDoesNotStopIsKilledAfterAWhile() {
        machine.ignoreStop();
        machine.stopAfter(Duration.ofMillis(500));
        Instant start = machine.instant();

        assertThat(run(Runs.small()).exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(machine.anyAlive()).isFalse();
        assertThat(Duration.between(start, machine.instant())).isBetween(Children.GRACE, Children.GRACE.plusSeconds(1));
    }

    @Test
    void refusesTheFolderOfAnotherSpecAndNamesTheField() {
        run(Runs.small());
        int before = machine.launched().size();

        assertThatThrownBy(() -> run(Runs.small(16, "", false, false)))
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
        run(Runs.small());

        assertThat(run(Runs.small(8, "timeouts: {run: 1h}", false, false)).exit())
                .isZero();
    }

    @Test
    void acceptedChangesKeepTheStagesThatDoNotDependOnThem() {
        run(Runs.small());
        lines.clear();
        int before = machine.launched().size();

        assertThat(run(Runs.small(16, "", true, false)).exit()).isZero();
        assertThat(lines).contains("reused   teacher/a");
        assertThat(machine.launched().subList(before, machine.launched().size()))
                .containsExactly("teacher/b#2", "joint#2", "distill/a#2", "distill/b#2", "report#2");
    }

    @Test
    void freshStartsOverAndTouchesNothingElse() throws IOException {
        run(Runs.small());
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThat(run(Runs.small(16, "", false, true)).exit()).isZero();
        assertThat(machine.launched()).hasSize(2 * ALL.size()).contains("teacher/b#1");
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void refusesAFolderThatAnotherRunnerWorksIn() {
        folder.toFile().mkdirs();
        FileLocks.Held held = new FileLocks(4711).ofRun(folder).orElseThrow();

        assertThatThrownBy(() -> held.whileHeld(() -> run(Runs.small())))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("process 4711 is carrying out the run");
        assertThat(machine.launched()).isEmpty();
    }

    @Test
    void waitsForAProcessThatAKilledRunnerLeft() {
        new FileLocks(4710).ofRun(folder).orElseThrow().close();
        FileLocks.Held orphan = new FileLocks(4711).ofStage(folder, "teacher/a").orElseThrow();
        Instant start = machine.instant();
        machine.at(Duration.ofSeconds(3), orphan::close);

        assertThat(run(Runs.small()).exit()).isZero();
        assertThat(lines.get(0)).contains("process 4711 of an earlier call to stop (teacher-a.lock)");
        assertThat(machine.instant()).isAfter(start.plusSeconds(3));
    }

    @Test
    void refusesAFolderWithOtherFiles() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("thesis.tex"), "");

        assertThatThrownBy(() -> run(Runs.small()))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("holds other files (thesis.tex");
    }

    @Test
    void aFolderIsNoRunForAFolderOfACommonNameInIt() throws IOException {
        Path mine = folder.resolve("report").resolve("thesis.tex");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "months of work");

        assertThatThrownBy(() -> run(Runs.small(8, "", false, true)))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("holds other files (report");
        assertThat(mine).hasContent("months of work");
    }

    @Test
    void refusesADamagedRecordAndASuspendedRun() throws IOException {
        run(Runs.small());
        Files.writeString(folder.resolve("run.json"), "{");

        assertThatThrownBy(() -> run(Runs.small()))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("run.json: is damaged");
        assertThatThrownBy(() -> run(Runs.small(8, "suspend: true", false, false)))
                .isInstanceOf(LocalRunException.class)
                .hasMessageStartingWith("spec.suspend");
    }

    private void damage(String stage, String content) throws IOException {
        try (var keys = Files.list(folder.resolve("stages").resolve(stage))) {
            Files.writeString(keys.findFirst().orElseThrow().resolve("result.json"), content);
        }
    }
}
