package io.mlfd.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the loop relies on in every schedule. */
class ScheduleContractTest {
    private static final long[] TOTALS = {1, 2, 3, 10, 997};
    private static final double BASE = 0.3;

    /** Each from its highest rate. */
    static Stream<Named<DoubleFunction<Schedule>>> schedules() {
        return Stream.of(
                Named.of("constant", Schedule.Constant::new),
                Named.of("step", base -> new Schedule.Step(base, List.of(0.3, 0.9), 0.2)),
                Named.of(
                        "step with a rise",
                        base -> new Schedule.Warmed(new Schedule.Step(base, List.of(0.3), 0.2), 0.4)),
                Named.of("cosine", base -> new Schedule.Cosine(base, 0)),
                Named.of("cosine with a rise", base -> new Schedule.Cosine(base, 0.25)),
                Named.of("one cycle", base -> new Schedule.OneCycle(base, 0.3)),
                Named.of("one cycle without a rise", base -> new Schedule.OneCycle(base, 0)));
    }

    @Test
    void everyImplementationIsHeldToIt() {
        Set<Class<?>> held = new HashSet<>();
        schedules().forEach(schedule -> held.add(schedule.getPayload().apply(1).getClass()));
        assertThat(held).containsExactlyInAnyOrder(Schedule.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void everyRateIsFromZeroToTheHighest(DoubleFunction<Schedule> schedule) {
        for (long total : TOTALS) {
            assertThat(rates(schedule.apply(BASE), total))
                    .allSatisfy(rate -> assertThat(rate).isBetween(0.0, BASE * (1 + 1e-12)));
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void aRateDependsOnTheStepAndNotOnWhatWasAskedBefore(DoubleFunction<Schedule> schedule) {
        for (long total : TOTALS) {
            Schedule asked = schedule.apply(BASE);
            List<Double> backwards = new ArrayList<>();
            for (long step = total - 1; step >= 0; step--) {
                backwards.add(asked.learningRate(step, total));
            }
            Collections.reverse(backwards);
            assertThat(rates(asked, total)).isEqualTo(backwards).isEqualTo(rates(schedule.apply(BASE), total));
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void allRatesScaleWithTheHighest(DoubleFunction<Schedule> schedule) {
        List<Double> single = rates(schedule.apply(BASE), 10);
        List<Double> twice = rates(schedule.apply(2 * BASE), 10);
        for (int step = 0; step < single.size(); step++) {
            assertThat(twice.get(step)).isCloseTo(2 * single.get(step), within(1e-15));
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void whatIsNoRateAndWhatIsNoStepAreRefused(DoubleFunction<Schedule> schedule) {
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> schedule.apply(rate)).hasMessageContaining(rate + " is not positive");
        }
        for (long step : new long[] {-1, 10}) {
            assertThatThrownBy(() -> schedule.apply(BASE).learningRate(step, 10))
                    .hasMessage("step " + step + " is not in [0, 10)");
        }
    }

    private static List<Double> rates(Schedule schedule, long total) {
        List<Double> rates = new ArrayList<>();
        for (long step = 0; step < total; step++) {
            rates.add(schedule.learningRate(step, total));
        }
        return rates;
    }
}
