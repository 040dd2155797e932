package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwakeTimeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Moments of looks, in milliseconds from the start. */
    @ParameterizedTest
    @CsvSource({
        "50 100 150,                0,     150",
        "50 2050 2100,              0,     2100",
        "50 10050 10100,            0,     10100",
        "50 10051 10101,            10001, 100",
        "50 45050 45100 99999,      99899, 100",
        "50 100 -7200000 -7199950,  0,     150",
    })
    void whatIsFarLongerThanALookIsSleep(String moments, long slept, long awake) {
        AwakeTime time = new AwakeTime(START);
        Duration all = Duration.ZERO;
        for (String moment : moments.split(" ")) {
            all = all.plus(time.look(START.plusMillis(Long.parseLong(moment))));
        }

        assertThat(all).isEqualTo(Duration.ofMillis(slept));
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(awake));
    }
}
