package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HadamardMatrixTest {
    /** Sylvester's, Paley's first (12, 20, 24, 44, 168) and second construction (28, 36, 76), and doublings of these. */
    @ParameterizedTest
    @ValueSource(
            ints = {1, 2, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 64, 76, 80, 96, 112, 128, 160, 168, 320})
    void rowsAreOrthogonalAndEveryEntryIsOneOrMinusOne(int order) {
        HadamardMatrix matrix = HadamardMatrix.of(order).orElseThrow();
        assertThat(matrix.order()).isEqualTo(order);
        for (int a = 0; a < order; a++) {
            int first = a;
            assertThat(IntStream.range(0, order).map(column -> Math.abs(matrix.entry(first, column))))
                    .containsOnly(1);
            for (int b = 0; b < a; b++) {
                int second = b;
                assertThat(IntStream.range(0, order)
                                .map(column -> matrix.entry(first, column) * matrix.entry(second, column))
                                .sum())
                        .isZero();
            }
        }
    }

    /** There is none of 3, 5, 6, 10 and 18, and one of 52, 92 and 116, which takes another construction. */
    @ParameterizedTest
    @ValueSource(ints = {-4, 0, 3, 5, 6, 10, 18, 52, 92, 116})
    void ofOtherOrdersNoneIsMade(int order) {
        assertThat(HadamardMatrix.of(order)).isEmpty();
    }

    /** Widths of the networks that are shipped. */
    @ParameterizedTest
    @ValueSource(ints = {256, 384, 464, 512, 768, 1024, 1280})
    void thereIsOneOfTheUsualWidths(int order) {
        assertThat(HadamardMatrix.of(order)).isPresent();
    }
}
