package io.mlfd.trainer.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.trainer.data.augmentation.Mixture.CutMix;
import io.mlfd.trainer.data.augmentation.Mixture.MixUp;
import io.mlfd.trainer.random.RandomKey;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomMixingTest {
    private static final int DRAWS = 40_000;
    private static final RandomKey KEY = RandomKey.of(3, "mixing");

    private static DoubleStream beta(double alpha) {
        return IntStream.range(0, DRAWS).mapToDouble(i -> new SymmetricBeta(alpha).draw(KEY.with(i).stream()));
    }

    /** Mean 1/2, variance 1/(4 (2 alpha + 1)), fourth central moment 3/(16 (2 alpha + 1)(2 alpha + 3)). */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.2, 0.5, 1, 2, 30})
    void sharesHaveTheMomentsOfTheBetaDistribution(double alpha) {
        double variance = 1 / (4 * (2 * alpha + 1));
        double fourth = 3 / (16 * (2 * alpha + 1) * (2 * alpha + 3));

        assertThat(beta(alpha)).allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
        assertThat(beta(alpha).average().orElseThrow()).isCloseTo(0.5, within(4 * Math.sqrt(variance / DRAWS)));
        assertThat(beta(alpha).map(x -> Math.pow(x - 0.5, 2)).average().orElseThrow())
                .isCloseTo(variance, within(0.02 * variance));
        assertThat(beta(alpha).map(x -> Math.pow(x - 0.5, 4)).average().orElseThrow())
                .isCloseTo(fourth, within(0.03 * fourth));
    }

    /** With alpha 1 all shares are as likely; P(x below 1/4) of alpha 2 is 3/16 - 2/64. */
    @Test
    void sharesHaveTheDistributionFunction() {
        assertThat(beta(1).filter(x -> x < 0.1).count() / (double) DRAWS).isCloseTo(0.1, within(0.006));
        assertThat(beta(2).filter(x -> x < 0.25).count() / (double) DRAWS).isCloseTo(0.15625, within(0.007));
    }

    @Test
    void bothAreDrawnInHalfOfTheBatches() {
        RandomMixing both = new RandomMixing(OptionalDouble.of(0.2), OptionalDouble.of(1));
        List<Mixture> drawn = IntStream.range(0, DRAWS)
                .mapToObj(i -> both.draw(KEY.with(i).stream(), 32))
                .toList();

        assertThat(drawn.stream().filter(MixUp.class::isInstance).count() / (double) DRAWS)
                .isCloseTo(0.5, within(0.01));
        assertThat(drawn.stream()
                        .filter(CutMix.class::isInstance)
                        .map(CutMix.class::cast)
                        .toList())
                .allSatisfy(mixture -> {
                    Region box = mixture.box();
                    assertThat(box.top()).isBetween(0, 31);
                    assertThat(box.left()).isBetween(0, 31);
                    assertThat(box.top() + box.height()).isBetween(0, 32);
                    assertThat(box.left() + box.width()).isBetween(0, 32);
                    assertThat(mixture.ownShare(32)).isEqualTo(1 - box.height() * box.width() / 1024.0);
                });
    }

    @Test
    void oneAloneIsAlwaysDrawn() {
        RandomMixing mixUp = new RandomMixing(OptionalDouble.of(0.2), OptionalDouble.empty());
        RandomMixing cutMix = new RandomMixing(OptionalDouble.empty(), OptionalDouble.of(1));
        for (int i = 0; i < 50; i++) {
            assertThat(mixUp.draw(KEY.with(i).stream(), 32)).isInstanceOf(MixUp.class);
            assertThat(cutMix.draw(KEY.with(i).stream(), 32)).isInstanceOf(CutMix.class);
        }
        assertThatThrownBy(() -> new RandomMixing(OptionalDouble.empty(), OptionalDouble.empty()))
                .hasMessageContaining("neither");
    }
}
