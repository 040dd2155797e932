package io.mlfd.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepPaceTest {
    @ParameterizedTest
    @CsvSource({
        "0,  0,   45, 45, the first has nothing to be compared with",
        "4,  2,   9,  9,  slow and not long",
        "4,  2,   45, 0.5, stopped in the midst of it",
        "4,  120, 45, 45, as long as the others",
        "4,  120, 301, 30, the machine slept",
    })
    void aStepThatWasInterruptedCountsAsThoseBefore(
            long steps, double seconds, double took, double counted, String why) {
        assertThat(new StepPace(steps, seconds).counted(took)).as(why).isEqualTo(counted);
    }
}
