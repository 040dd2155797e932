package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.check.Paintings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void twoFolders() {
        shell = new Shell(folder);
        Paintings.dataset(folder.resolve("data/pets"), 0);
        Paintings.dataset(folder.resolve("data/cars"), 100);
    }

    @Test
    void foldersAreToldByTheNamesTheyWereGiven() {
        assertThat(shell.call("check", "data/pets", "data/cars"))
                .as(shell.err())
                .isZero();

        assertThat(shell.out())
                .contains("data     data/pets, ")
                .contains("data     data/cars, ")
                .endsWith("checked  2 data sets, 16 images: no problem\n");
    }

    @Test
    void aRunFilesDataSetsAreThoseOfTheRun() {
        assertThat(shell.call("init", "data/pets", "data/cars", "-o", "mine.yaml"))
                .isZero();

        assertThat(shell.call("check", "mine.yaml", "--data", "data"))
                .as(shell.err())
                .isZero();

        assertThat(shell.out()).contains("data     pets, ").contains("data     cars, ");
    }

    @Test
    void problemsAreAnExitCodeAndAFile() throws IOException {
        for (int i = 0; i < 12; i++) {
            Files.createFile(folder.resolve("data/pets/train/a/bad" + i + ".png"));
        }

        assertThat(shell.call("check", "data/pets")).isEqualTo(21);
        assertThat(shell.out())
                .contains("bad      and 2 more")
                .endsWith("checked  1 data set, 20 images: 12 problems; -o FILE writes the whole list\n");
        assertThat(shell.call("check", "data/pets", "-o", "list.txt")).isEqualTo(21);
        assertThat(shell.out()).endsWith("12 problems; the whole list is in list.txt\n");
        assertThat(Files.readAllLines(folder.resolve("list.txt")))
                .filteredOn(line -> line.startsWith("  problem: "))
                .hasSize(12);
    }

    @Test
    void whatIsNeitherIsRefusedByName() throws IOException {
        Files.createFile(folder.resolve("data/notes.txt"));

        assertThat(shell.call("check", "data/pets", "data/notes.txt")).isEqualTo(21);
        assertThat(shell.err())
                .isEqualTo("mlfd: data/notes.txt: is no image folder; name one run file, or folders only\n");
    }

    @Test
    void twoRunFilesAreRefused() {
        assertThat(shell.call("check", "one.yaml", "two.yaml")).isEqualTo(20);
        assertThat(shell.err())
                .isEqualTo("mlfd: two.yaml: one run file at a time; there may be several image folders instead\n");
    }
}
