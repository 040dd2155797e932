package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.Progress;
import io.mlfd.trainer.local.Silences.Sign;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SilencesTest {
    private static final Progress TRAINING =
            new Progress("training", 3, 12, 120, 480, Optional.empty(), Optional.empty(), Optional.empty());

    private final Silences silences = new Silences();
    private final List<String> lines = new ArrayList<>();

    private static Sign sign(long at) {
        return new Sign(Optional.of(FileTime.fromMillis(at)), Optional.of(TRAINING));
    }

    /** A look a second, from one second up to another. */
    private void look(Map<String, Sign> signs, int from, int to) {
        for (int second = from; second <= to; second++) {
            lines.addAll(silences.look(signs, Duration.ofSeconds(second)));
        }
    }

    @Test
    void aSilenceIsToldOnceAndItsEndToo() {
        look(Map.of("teacher/a", sign(1)), 0, 59);
        assertThat(lines).isEmpty();

        look(Map.of("teacher/a", sign(1)), 60, 300);
        assertThat(lines).containsExactly("silent   teacher/a: no step for 60 s (last: training, epoch 3, step 120)");

        look(Map.of("teacher/a", sign(2)), 301, 310);
        assertThat(lines).hasSize(2).last().isEqualTo("goes on  teacher/a");
    }

    @Test
    void whoWritesTheSameAgainIsAlive() {
        for (int second = 0; second < 300; second++) {
            look(Map.of("teacher/a", sign(second / 50)), second, second);
        }

        assertThat(lines).isEmpty();
    }

    @Test
    void afterASilenceOneOfTwiceTheLengthIsTheNext() {
        look(Map.of("teacher/a", sign(1)), 0, 90);
        look(Map.of("teacher/a", sign(2)), 91, 91 + 181);
        assertThat(lines).hasSize(2);

        look(Map.of("teacher/a", sign(2)), 91 + 182, 91 + 182);
        assertThat(lines).hasSize(3).last().asString().contains("no step for 182 s");
    }

    @Test
    void aStageThatHasSaidNothingYetIsToldOf() {
        look(Map.of("joint", new Sign(Optional.empty(), Optional.empty())), 0, 60);

        assertThat(lines).containsExactly("silent   joint: no step for 60 s (last: nothing yet)");
    }

    @Test
    void anAttemptThatBeginsLaterIsNewAgain() {
        look(Map.of("teacher/a", sign(1)), 0, 50);
        look(Map.of(), 51, 52);
        look(Map.of("teacher/a", sign(1)), 53, 100);

        assertThat(lines).isEmpty();
    }
}
