package io.mlfd.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void constantStays() {
        Schedule schedule = new Schedule.Constant(0.1);
        assertThat(schedule.learningRate(0, 1)).isEqualTo(0.1);
        assertThat(schedule.learningRate(99, 100)).isEqualTo(0.1);
    }

    @Test
    void stepFallsAtEveryMilestone() {
        Schedule schedule = new Schedule.Step(1, List.of(0.5, 0.75), 0.1);
        assertThat(schedule.learningRate(49, 100)).isEqualTo(1);
        assertThat(schedule.learningRate(50, 100)).isEqualTo(0.1);
        assertThat(schedule.learningRate(74, 100)).isEqualTo(0.1);
        assertThat(schedule.learningRate(75, 100)).isCloseTo(0.01, within(1e-17));
    }

    @Test
    void cosineRisesFallsAndIsHalfwayInTheMiddle() {
        Schedule schedule = new Schedule.Cosine(2, 0.2);
        assertThat(schedule.learningRate(0, 10)).isEqualTo(1);
        assertThat(schedule.learningRate(1, 10)).isEqualTo(2);
        assertThat(schedule.learningRate(2, 10)).isEqualTo(2);
        assertThat(schedule.learningRate(6, 10)).isCloseTo(1, within(1e-15));
    }

    @Property
    void oneCycleStaysBetweenItsEndsAndEndsAtTheLowest(
            @ForAll @IntRange(min = 2, max = 500) int total, @ForAll @DoubleRange(min = 0, max = 0.99) double warmup) {
        Schedule schedule = new Schedule.OneCycle(1, warmup);
        double lowest = 1 / 25.0 / 1e4;
        for (int step = 0; step < total; step++) {
            assertThat(schedule.learningRate(step, total)).isBetween(lowest * (1 - 1e-9), 1.0 + 1e-12);
        }
        if (warmup * total - 1 < total - 1) {
            assertThat(schedule.learningRate(total - 1, total)).isCloseTo(lowest, within(1e-12));
        }
    }

    @Test
    void oneStepIsEnough() {
        for (Schedule schedule : List.of(
                new Schedule.Constant(1),
                new Schedule.Step(1, List.of(0.5), 0.1),
                new Schedule.Cosine(1, 0.3),
                new Schedule.OneCycle(1, 0.3))) {
            assertThat(schedule.learningRate(0, 1)).isFinite().isPositive();
        }
    }

    @Test
    void refuseWhatMakesNoSense() {
        assertThatThrownBy(() -> new Schedule.Constant(0)).hasMessage("learningRate: 0.0 is not positive");
        assertThatThrownBy(() -> new Schedule.Cosine(1, 1)).hasMessage("warmup: 1.0 is not in [0, 1)");
        assertThatThrownBy(() -> new Schedule.Step(1, List.of(0.5, 0.5), 0.1)).hasMessageContaining("milestones");
        assertThatThrownBy(() -> new Schedule.Step(1, List.of(0.5), 0)).hasMessageContaining("gamma");
        assertThatThrownBy(() -> new Schedule.Constant(1).learningRate(5, 5)).hasMessage("step 5 is not in [0, 5)");
    }
}
