package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.NamePattern.PatternException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {label}_{#}.jpg    | Abyssinian_12.jpg     | Abyssinian
            {label}_{#}.jpg    | great_pyrenees_1.jpg  | great_pyrenees
            {label}_{*}.jpg    | great_pyrenees_1.jpg  | great_pyrenees
            {label}.{#}.jpg    | cat.0.jpg             | cat
            {label}_{#}_{#}.*  | cat_2020_01.*         | cat
            {label}_{#}_{#}    | cat_1_2020_01         | cat_1
            {#}-{label}.{*}    | 007-rose.png          | rose
            {*}-{label}.png    | a-b-c.png             | b-c
            {label}{#}         | a12                   | a1
            {label}            | 日本                  | 日本
            """)
    void theLabelIsTheLongestThatFits(String pattern, String name, String label) throws PatternException {
        assertThat(NamePattern.of(pattern).label(name)).contains(label);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {label}_{#}.jpg | Abyssinian_x.jpg
            {label}_{#}.jpg | _12.jpg
            {label}_{#}.jpg | Abyssinian_12.jpg.part
            {label}_{#}.jpg | Abyssinian_12xjpg
            {label}.{#}.jpg | cat..jpg
            """)
    void aNameThatIsMadeUpOtherwiseHasNone(String pattern, String name) throws PatternException {
        assertThat(NamePattern.of(pattern).label(name)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {*}.jpg           | must have {label} once
            {label}{label}    | must have {label} once
            {label}_{n}       | a brace
            {label}_}         | a brace
            {label}/{#}.jpg   | without /
            """)
    void whatIsNoPatternIsRefused(String pattern, String why) {
        assertThatThrownBy(() -> NamePattern.of(pattern))
                .isInstanceOf(PatternException.class)
                .hasMessageContaining(why);
    }

    @Test
    void noNameTakesLong() throws PatternException {
        NamePattern pattern = NamePattern.of("{*}a".repeat(60) + "{label}{*}{*}{#}b");
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> assertThat(pattern.label("a".repeat(10_000)))
                .isEmpty());
    }
}
