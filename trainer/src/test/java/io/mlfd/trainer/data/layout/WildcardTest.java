package io.mlfd.trainer.data.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
    @ParameterizedTest
    @CsvSource({
        "train-*.tar, train-000.tar, true",
        "train-*.tar, train-.tar, true",
        "train-*.tar, train.tar, false",
        "train-*.tar, train-0.tar.gz, false",
        "*, anything, true",
        "a*b*c, abc, true",
        "a*b*c, axxbyybzc, true",
        "a*b*c, acb, false",
        "a*a, a, false",
        "a*bc*c, abc, false",
        "a.tar, axtar, false",
        "a.tar, a.tar, true"
    })
    void starsAreAnyText(String pattern, String name, boolean matches) {
        assertThat(new Wildcard(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void noNameTakesLong() {
        assertThat(new Wildcard("*a".repeat(100) + "b").matches("a".repeat(200_000)))
                .isFalse();
    }
}
