package io.mlfd.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

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
}
