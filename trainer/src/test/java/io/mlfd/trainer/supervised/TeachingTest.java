package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TeachingTest {
    @Test
    void inARingEveryoneLearnsFromTheOneBefore() {
        assertThat(Teaching.ring(4).teachers()).containsExactly(List.of(3), List.of(0), List.of(1), List.of(2));
    }

    @Test
    void inPairsEveryoneLearnsFromAllOthers() {
        assertThat(Teaching.allPairs(3).teachers()).containsExactly(List.of(1, 2), List.of(0, 2), List.of(0, 1));
    }

    @Test
    void twoNetworksAreARingThatIsAllPairs() {
        assertThat(Teaching.ring(2)).isEqualTo(Teaching.allPairs(2));
    }

    @Test
    void nobodyLearnsFromItselfOrFromNobody() {
        assertThatThrownBy(() -> Teaching.ring(1))
                .hasMessage("network 0 of 1 learns from [0], which is nobody or itself");
        assertThatThrownBy(() -> new Teaching(List.of(List.of(1), List.of())))
                .hasMessage("network 1 of 2 learns from [], which is nobody or itself");
    }
}
