package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
    private static final Progress TRAINING =
            new Progress("training", 3, 30, 120, 1200, Optional.of(0.1234), Optional.of(582.0), Optional.of(65L));

    private static final Progress PREPARING =
            new Progress("building cache", 0, 0, 7, 9, Optional.empty(), Optional.empty(), Optional.empty());

    @Test
    void whatIsWrittenIsReadAgain() {
        for (Progress progress : List.of(TRAINING, PREPARING)) {
            for (Optional<Long> checkpoint : List.of(Optional.<Long>empty(), Optional.of(100L))) {
                for (String details :
                        List.of("", "hard 1.0, learning rate 1.00e-03", "epoch done, validation a-b 95.0 %")) {
                    ProgressLine line = new ProgressLine(progress, checkpoint);
                    assertThat(ProgressLine.newest("teacher/a", "teacher/a: " + line.text(details)))
                            .as(line.text(details))
                            .contains(line);
                }
            }
        }
    }

    /** Above an hour a line says no seconds. */
    @ParameterizedTest
    @ValueSource(longs = {0, 59, 60, 3599, 3600, 36_060})
    void theTimeThatIsLeftComesBack(long seconds) {
        Progress progress =
                new Progress("training", 1, 2, 3, 4, Optional.empty(), Optional.empty(), Optional.of(seconds));
        String text = new ProgressLine(progress, Optional.empty()).text("");
        assertThat(ProgressLine.newest("s", "s: " + text).orElseThrow().progress())
                .as(text)
                .isEqualTo(progress);
    }

    @Test
    void theNewestLineOfTheStageCounts() {
        String old = new ProgressLine(PREPARING, Optional.empty()).text("");
        String newer = new ProgressLine(TRAINING, Optional.of(64L)).text("");
        assertThat(ProgressLine.newest(
                        "joint",
                        "ng cache, step 3 of 9\njoint: " + old + "\njoint: " + newer + "\njoint: waited 3 s\n"))
                .contains(new ProgressLine(TRAINING, Optional.of(64L)));
        assertThat(ProgressLine.newest("joint", "teacher/a: " + newer)).isEmpty();
    }

    /** What an image that is no trainer's may say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "s: ",
                "s: training",
                "s: training, step x of y",
                "s: training, step 99999999999999999999 of 1",
                "s: training, step 1 of 2, loss NaN, 3 images/s x",
                "s: \u0000, step 1 of 2"
            })
    void nothingIsMadeOfOtherText(String output) {
        assertThat(ProgressLine.newest("s", output)
                        .filter(line -> line.progress().loss().isPresent()))
                .isEmpty();
    }

    @Test
    void aLongLineIsPassedOverAtOnce() {
        assertThat(ProgressLine.newest("s", "s: training, step 1 of 2" + ", 1 images/s".repeat(100_000)))
                .isEmpty();
        assertThat(ProgressLine.newest("s", "s: training, step 1 of 2" + ", 1 images/s".repeat(150)))
                .isPresent();
    }
}
