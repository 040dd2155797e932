package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private Duration now = Duration.ZERO;
    private final Signals signals = new Signals(() -> now);

    @Test
    void oneRequestThatArrivesSeveralTimesIsOne() {
        assertThat(signals.count()).isZero();
        signals.request();
        signals.request();
        signals.interrupt();
        now = now.plus(Duration.ofSeconds(30));
        signals.request();
        assertThat(signals.count()).isEqualTo(1);
    }

    @Test
    void aKeyThatIsPressedAgainIsASecondRequest() {
        signals.interrupt();
        now = now.plus(Duration.ofMillis(900));
        signals.interrupt();
        assertThat(signals.count()).isEqualTo(1);
        now = now.plus(Duration.ofMillis(100));
        signals.interrupt();
        assertThat(signals.count()).isEqualTo(2);
    }

    @Test
    void whoWasAskedOtherwiseBeforeIsAskedAgainByAKey() {
        signals.request();
        now = now.plus(Duration.ofSeconds(5));
        signals.interrupt();
        assertThat(signals.count()).isEqualTo(2);
    }
}
