package io.mlfd.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UpdateStepsTest {
    @Test
    void tenStepsByThreeAreFourUpdatesTheLastOfOne() {
        UpdateSteps updates = new UpdateSteps(3, 10);
        List<Long> ends = new ArrayList<>();
        for (long step = 0; step < 20; step++) {
            if (updates.ends(step)) {
                ends.add(step);
            }
        }
        assertThat(ends).containsExactly(2L, 5L, 8L, 9L, 12L, 15L, 18L, 19L);
        assertThat(updates.perEpoch()).isEqualTo(4);
        assertThat(List.of(updates.size(0), updates.size(8), updates.size(9), updates.size(10)))
                .containsExactly(3, 3, 1, 3);
        assertThat(List.of(updates.before(2), updates.before(9), updates.before(10), updates.before(13)))
                .containsExactly(0L, 3L, 4L, 5L);
    }

    @Property
    void everyStepIsOfOneGroupThatBeginsAndEndsOnce(
            @ForAll @IntRange(min = 1, max = 12) int every, @ForAll @IntRange(min = 1, max = 12) int perEpoch) {
        UpdateSteps updates = new UpdateSteps(every, perEpoch);
        long done = 0;
        int inGroup = 0;
        for (long step = 0; step < 3L * perEpoch; step++) {
            assertThat(updates.begins(step)).isEqualTo(inGroup == 0);
            assertThat(updates.before(step)).isEqualTo(done);
            inGroup++;
            if (updates.ends(step)) {
                assertThat(inGroup).isEqualTo(updates.size(step));
                done++;
                inGroup = 0;
            }
            if ((step + 1) % perEpoch == 0) {
                assertThat(inGroup).as("an epoch ends with an update").isZero();
            }
        }
        assertThat(done).isEqualTo(3L * updates.perEpoch());
    }

    @Property
    void oneByOneIsEveryStep(@ForAll @IntRange(min = 1, max = 50) int perEpoch, @ForAll @IntRange(max = 500) int step) {
        UpdateSteps updates = new UpdateSteps(1, perEpoch);
        assertThat(updates.ends(step)).isTrue();
        assertThat(updates.size(step)).isEqualTo(1);
        assertThat(updates.before(step)).isEqualTo(step);
    }
}
