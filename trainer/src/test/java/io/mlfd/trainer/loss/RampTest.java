package io.mlfd.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RampTest {
    @Test
    void risesFromAlmostNothingToOneAndStaysThere() {
        Ramp ramp = new Ramp(80);
        assertThat(ramp.weight(0)).isCloseTo(Math.exp(-5), within(1e-15));
        assertThat(ramp.weight(20)).isCloseTo(Math.exp(-5 * 9 / 16.0), within(1e-15));
        assertThat(ramp.weight(40)).isCloseTo(Math.exp(-5 / 4.0), within(1e-15));
        for (int epoch = 1; epoch <= 80; epoch++) {
            assertThat(ramp.weight(epoch)).isGreaterThan(ramp.weight(epoch - 1));
        }
        assertThat(ramp.weight(80)).isEqualTo(1);
        assertThat(ramp.weight(300)).isEqualTo(1);
    }

    @Test
    void withoutEpochsThereIsNoRise() {
        assertThat(new Ramp(0).weight(0)).isEqualTo(1);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new Ramp(-1)).hasMessage("ramp: -1 epochs are less than none");
        assertThatThrownBy(() -> new Ramp(3).weight(-1)).hasMessage("epoch -1 is before the first");
    }
}
