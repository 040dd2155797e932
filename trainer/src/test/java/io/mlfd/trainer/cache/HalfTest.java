package io.mlfd.trainer.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Against what IEEE 754 says a half is worth: 2^(e-25) (1024 + m), or 2^-24 m without an exponent. */
class HalfTest {
    private static final int LARGEST = 0x7bff;

    @Test
    void everyHalfIsItself() {
        for (int half = 0; half <= LARGEST; half++) {
            assertThat(Half.of((float) value(half))).isEqualTo((short) half);
            assertThat(Half.of((float) -value(half))).isEqualTo((short) (half | 0x8000));
        }
    }

    /** The next floats beside every middle between two halves, and the middle itself: nothing else can go wrong. */
    @Test
    void whatLiesBetweenGoesToTheNearestAndInTheMiddleToTheEvenOne() {
        for (int half = 0; half < LARGEST; half++) {
            float middle = (float) ((value(half) + value(half + 1)) / 2);
            assertThat(Half.of(Math.nextDown(middle))).isEqualTo((short) half);
            assertThat(Half.of(middle)).isEqualTo((short) (half + half % 2));
            assertThat(Half.of(Math.nextUp(middle))).isEqualTo((short) (half + 1));
        }
    }

    @Test
    void whatIsTooLargeIsInfinite() {
        assertThat(Half.of(Math.nextDown(65520f))).isEqualTo((short) LARGEST);
        for (float large : new float[] {65520, 1e10f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertThat(Half.of(large)).isEqualTo((short) 0x7c00);
            assertThat(Half.of(-large)).isEqualTo((short) 0xfc00);
            assertThat(Half.isInfinite(Half.of(-large))).isTrue();
        }
        assertThat(Half.of(Float.NaN)).isEqualTo((short) 0x7e00);
        assertThat(Half.isInfinite(Half.of(Float.NaN))).isFalse();
        assertThat(Half.isInfinite((short) LARGEST)).isFalse();
    }

    private static double value(int half) {
        int exponent = half >> 10;
        int fraction = half & 0x3ff;
        return exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1024.0 + fraction, exponent - 25);
    }
}
