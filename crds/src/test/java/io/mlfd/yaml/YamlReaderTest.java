package io.mlfd.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    private final YamlReader reader = new YamlReader(10_000);

    private JsonNode value(String yaml) throws NotYamlException {
        return reader.documents("a: " + yaml).get(0).get("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "1."})
    void numbersOfMoreDigitsThanAnyFieldTakesAreRefusedUnread(String start) {
        assertThatThrownBy(() -> value(start + "1".repeat(5000)))
                .isInstanceOf(NotYamlException.class)
                .hasMessageStartingWith("a number of 50")
                .hasMessageEndingWith("characters cannot be used; put text into quotes");
    }

    /** As {@code kubectl annotate --local -o json} of release 1.34 wrote them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0o10                 | 8
            010                  | 8
            007                  | 7
            0x1F                 | 31
            -0x10                | -16
            0b11                 | 3
            1_000                | 1000
            5_                   | 5
            +5                   | 5
            -0                   | 0
            99999999999          | 99999999999
            99999999999999999999 | 99999999999999999999
            08                   | 8.0
            5e-4                 | 5.0E-4
            1e3                  | 1000.0
            1.                   | 1.0
            .5                   | 0.5
            -.5                  | -0.5
            1_0.5                | 10.5
            y                    | true
            n                    | false
            on                   | true
            Yes                  | true
            OFF                  | false
            tRue                 | "tRue"
            ~                    | null
            Null                 | null
            1:30                 | "1:30"
            2001-01-01           | "2001-01-01"
            =                    | "="
            0x                   | "0x"
            0x_                  | "0x_"
            0o8                  | "0o8"
            1.2.3                | "1.2.3"
            "5"                  | "5"
            'y'                  | "y"
            !!str 5              | "5"
            !!int "5"            | 5
            !!bool "y"           | true
            <<                   | "<<"
            """)
    void aScalarIsWhatKubectlTakesItFor(String yaml, String json) throws NotYamlException {
        assertThat(value(yaml)).hasToString(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            .inf           | no number that can be used
            1e400          | no number that can be used
            !foo z         | "z" is no !foo
            !foo [z]       | the tag !foo means nothing here
            !!int x        | "x" is no !!int
            !!binary aGk=  | "aGk=" is no !!binary
            {on: 1}        | "on" is no text
            {0x10: 1}      | "0x10" is no text
            {[b]: 1}       | a field's name must be text
            {b: 1, b: 2}   | "b" stands there twice, first in line 1
            *b             | found undefined alias b
            """)
    void whatHasNoCertainMeaningIsRefusedWithItsLine(String yaml, String words) {
        assertThatThrownBy(() -> value(yaml))
                .isInstanceOfSatisfying(
                        NotYamlException.class, e -> assertThat(e.line()).hasValue(1))
                .hasMessageContaining(words);
    }

    @Test
    void namesOfFieldsStayAsTheyAreWritten() throws NotYamlException {
        assertThat(value("{1: x, \"on\": y, a.b/c: z, \"\": 0}"))
                .hasToString("{\"1\":\"x\",\"on\":true,\"a.b/c\":\"z\",\"\":0}");
    }

    @Test
    void theFirstOfSeveralMergedMappingsDecidesAndWhatFollowsOverridesIt() throws NotYamlException {
        assertThat(value("{<<: [{b: 1, c: 1}, {b: 2, d: 2}], c: 3}")).hasToString("{\"b\":1,\"c\":3,\"d\":2}");
        assertThat(value("{<<: {<<: {b: 1}, c: 2}}")).hasToString("{\"b\":1,\"c\":2}");
        assertThat(value("{\"<<\": {b: 1}}")).hasToString("{\"<<\":{\"b\":1}}");
    }

    @Test
    void documentsWithNothingInThemAreLeftOut() throws NotYamlException {
        assertThat(reader.documents("")).isEmpty();
        assertThat(reader.documents("---\n# words\n---\na: 1\n---\n")).hasSize(1);
        assertThat(reader.documents("a: 1\n---\n~")).hasSize(2);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws NotYamlException {
        assertThat(reader.documents("\uFEFFa: 1").get(0)).hasToString("{\"a\":1}");
    }

    @Test
    void whatWouldFillTheMemoryOrTheStackIsRefused() {
        assertThatThrownBy(() -> reader.documents(YamlBombs.billions()))
                .hasMessageContaining("stand for more than 10000");
        assertThatThrownBy(() -> value("&b [*b]")).hasMessageContaining("an alias lies within what it names");
        assertThatThrownBy(() -> value("[".repeat(5000))).isInstanceOf(NotYamlException.class);
        StringBuilder chain = new StringBuilder("- &a0 []\n");
        for (int i = 1; i < 300; i++) {
            chain.append("- &a%d [*a%d]\n".formatted(i, i - 1));
        }
        assertThatThrownBy(() -> reader.documents(chain.toString())).hasMessageContaining("nested more than 50 deep");
    }
}
