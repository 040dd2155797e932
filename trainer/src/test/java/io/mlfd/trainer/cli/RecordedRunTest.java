package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.method.PlannedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of runs by their folders, also of such as are not finished or not whole. */
class RecordedRunTest {
    @TempDir
    private Path folder;

    private Shell shell;
    private PlannedRun peers;

    @BeforeEach
    void recorded() throws IOException {
        shell = new Shell(folder);
        peers = run("peers", "dml: {}");
    }

    @Test
    void comparesFinishedRunsWithoutAWordBesideTheTables() throws IOException {
        peers.all();
        run("gated", "one: {}").all();

        assertThat(shell.call("compare", "peers", "gated")).isZero();
        assertThat(shell.err()).isEmpty();
        assertThat(shell.out())
                .containsOnlyOnce("shapes, resnet8")
                .containsOnlyOnce("labels only")
                .contains("Peer 1", "Branch 1");
    }

    @Test
    void aRunWhoseMethodHasNoFigureYetIsRefusedByFolder() {
        assertThat(shell.call("compare", "peers")).isEqualTo(21);
        assertThat(shell.err()).isEqualTo("mlfd: peers: no stage is finished yet; finish the run with mlfd run\n");

        peers.done("baseline/alone/shapes");
        assertThat(shell.call("compare", "peers")).isEqualTo(21);
        assertThat(shell.err())
                .isEqualTo("mlfd: peers: the network that dml is about is not trained yet;"
                        + " finish the run with mlfd run\n");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void aRunThatIsNotFinishedIsComparedAndToldOf() {
        peers.done("online/shapes");

        assertThat(shell.call("compare", "peers")).isZero();
        assertThat(shell.err())
                .isEqualTo("mlfd: peers: only 1 of 2 stages are finished; figures are of these,"
                        + " finish the run with mlfd run\n");
        assertThat(shell.out()).contains("Peer 1");
    }

    @Test
    void aFolderStandsInAComparisonOnce() {
        assertThat(shell.call("compare", "peers", "./peers")).isEqualTo(20);
        assertThat(shell.err()).isEqualTo("mlfd: ./peers: is named twice; name each folder once\n");
    }

    /** Tables can be piped on: what is wrong never stands among them. */
    @Test
    void whatIsLeftOutIsNoPartOfTheTable() throws IOException {
        peers.done("online/shapes");
        peers.done("baseline/alone/shapes");
        damage("alone");

        for (String command : new String[] {"report", "compare"}) {
            assertThat(shell.call(command, "peers")).isZero();
            assertThat(shell.err()).startsWith("mlfd: baseline/alone/shapes is left out: ");
            assertThat(shell.out()).doesNotContain("left out");
        }
    }

    private void damage(String stage) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path result = files.filter(file -> file.endsWith(VolumeLayout.RESULT))
                    .filter(file -> file.toString().contains(stage))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(result, Files.readString(result) + " ");
        }
    }

    private PlannedRun run(String name, String method) throws IOException {
        PlannedRun run = new PlannedRun(Files.createDirectory(folder.resolve(name)), method);
        run.record();
        return run;
    }
}
