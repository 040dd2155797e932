package io.mlfd.trainer.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.check.SetReport.ClassCount;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckTextTest {
    private static final List<ClassCount> CLASSES =
            List.of(new ClassCount("cat", 9, 1, 5), new ClassCount("dog", 12, 2, 5));

    private static CheckText text(List<String> problems, List<Note> notes) {
        return new CheckText(new CheckReport(List.of(new SetReport("pets", "/data/pets", CLASSES, problems, notes))));
    }

    @Test
    void aDataSetIsALineWithItsCounts() {
        CheckText text = text(List.of(), List.of());

        assertThat(text.lines())
                .containsExactly("data     pets, /data/pets: 2 classes, 21 train, 3 validation, 10 test images;"
                        + " 9 to 12 of train a class");
        assertThat(text.isCut()).isFalse();
        assertThat(text.summary(Optional.empty())).isEqualTo("checked  1 data set, 34 images: no problem");
        assertThat(text.list()).contains("  class dog: 12 train, 2 validation, 5 test\n");
    }

    @Test
    void theTerminalHasTheFirstAndTheListHasAll() {
        List<String> problems =
                IntStream.range(0, 33).mapToObj(i -> i + ".png is empty").toList();
        CheckText text = text(problems, List.of(new Note("2 are turned; x", List.of("x", "y"))));

        assertThat(text.lines())
                .hasSize(1 + 10 + 1 + 1)
                .contains("bad      0.png is empty", "bad      and 23 more", "note     2 are turned; x");
        assertThat(text.isCut()).isTrue();
        assertThat(text.list().lines())
                .contains("  problem: 32.png is empty", "  note: 2 are turned; x", "    x", "    y");
        assertThat(text.summary(Optional.of("all.txt")))
                .isEqualTo("checked  1 data set, 34 images: 33 problems, 1 note; the whole list is in all.txt");
    }

    @Test
    void namesOfOthersSayNothingToTheTerminal() {
        CheckText text = text(List.of("a\u001b[2Jb is empty"), List.of());

        assertThat(text.lines()).contains("bad      a\\u001b[2Jb is empty");
        assertThat(text.list()).contains("a\\u001b[2Jb is empty");
    }
}
