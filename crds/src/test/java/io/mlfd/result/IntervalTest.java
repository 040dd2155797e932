package io.mlfd.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    /** As other programs round them, statsmodels' proportion_confint(method="wilson") among them. */
    @ParameterizedTest
    @CsvSource({
        "0, 2, 0, 0.6576",
        "2, 2, 0.3424, 1",
        "80, 100, 0.7112, 0.8666",
        "0, 10, 0, 0.2775",
        "5, 10, 0.2366, 0.7634"
    })
    void wilsonIsAsInTheBooks(int right, int images, double low, double high) {
        Interval interval = Interval.wilson((double) right / images, images);

        assertThat(interval.low()).isEqualTo(low, within(5e-5));
        assertThat(interval.high()).isEqualTo(high, within(5e-5));
    }

    @Property
    void wilsonHoldsTheShareAndHasAWidth(@ForAll @IntRange(min = 1) int images, @ForAll @IntRange(min = 0) int right) {
        double share = (double) Math.min(right, images) / images;
        Interval interval = Interval.wilson(share, images);

        assertThat(interval.contains(share)).isTrue();
        assertThat(interval.low()).isBetween(0.0, 1.0).isLessThan(interval.high());
        assertThat(interval.high()).isBetween(0.0, 1.0);
    }
}
