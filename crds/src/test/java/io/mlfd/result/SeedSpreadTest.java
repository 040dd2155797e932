package io.mlfd.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.result.SeedSpread.TTest;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedSpreadTest {
    @Test
    void twoSeedsAreJudgedByTheClosedFormOfOneDegreeOfFreedom() {
        TTest test = new SeedSpread(List.of(1.0, 3.0)).tTest(0.001);

        assertThat(test.p()).isEqualTo(1 - 2 / Math.PI * Math.atan(2), within(1e-12));
        assertThat(test.interval().high() - 2).isEqualTo(12.7062, within(1e-4));
    }

    @Test
    void seedsThatAgreeExactlyInAnyOtherNumberLeaveNoDoubt() {
        assertThat(new SeedSpread(List.of(0.5, 0.5)).tTest(0).p()).isZero();
        assertThat(new SeedSpread(List.of(0.0, 0.0)).tTest(0).p()).isEqualTo(1);
    }

    @Test
    void threeSeedsAreJudgedByTheClosedFormOfTwoDegreesOfFreedom() {
        TTest test = new SeedSpread(List.of(1.0, 2.0, 3.0)).tTest(0.001);
        double t = 2 * Math.sqrt(3);

        assertThat(test.p()).isEqualTo(1 - t / Math.sqrt(2 + t * t), within(1e-12));
        assertThat(test.interval().low()).isEqualTo(2 - 4.30265 / Math.sqrt(3), within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"2, 12.706", "4, 3.182", "5, 2.776", "10, 2.262", "31, 2.042"})
    void theIntervalIsThatOfTheTables(int seeds, double quantile) {
        double grain = Math.sqrt(12);
        TTest test = new SeedSpread(Collections.nCopies(seeds, 0.0)).tTest(grain);

        assertThat(test.p()).isEqualTo(1);
        assertThat(test.interval().high() * Math.sqrt(seeds)).isEqualTo(quantile, within(5e-4));
    }
}
