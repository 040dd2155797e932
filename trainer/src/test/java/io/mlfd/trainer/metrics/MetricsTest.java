package io.mlfd.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void rowsAreTheTruth() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(0, 0);
        matrix.add(0, 2);
        matrix.add(0, 2);
        matrix.add(1, 1);
        assertThat(matrix.rows()).isEqualTo(List.of(List.of(1, 0, 2), List.of(0, 1, 0), List.of(0, 0, 0)));
        assertThat(matrix.correct()).isEqualTo(2);
        assertThat(matrix.images()).isEqualTo(4);
    }

    /** 0.5 at n = 100 is the textbook's five points; a sure thing has no error. */
    @Test
    void samplingErrorIsThatOfAFraction() {
        assertThat(SamplingError.ofFraction(0.5, 100)).isCloseTo(0.05, within(1e-12));
        assertThat(SamplingError.ofFraction(1, 100)).isZero();
        assertThatThrownBy(() -> SamplingError.ofFraction(1.5, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SamplingError.ofFraction(Double.NaN, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SamplingError.ofFraction(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void samplingErrorsOfDifferencesAndMeansAddAsSquares() {
        assertThat(SamplingError.ofDifference(3, 4)).isCloseTo(5, within(1e-12));
        assertThat(SamplingError.ofMean(List.of(3.0, 4.0))).isCloseTo(2.5, within(1e-12));
    }
}
