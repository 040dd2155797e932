package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is longer than it may be, and no character is cut in two. */
class LimitedTextTest {
    @ParameterizedTest
    @CsvSource({
        "abcdef, 6, abcdef",
        "abcdefg, 6, abc...",
        "漢字, 6, 漢字",
        "漢字漢, 6, 漢...",
        "漢字漢, 8, 漢...",
        "a漢字, 6, a...",
        "😀😀, 8, 😀😀",
        "😀😀, 7, 😀...",
        "😀😀, 6, ..."
    })
    void bytesAreCountedAndCharactersKept(String text, int most, String cut) {
        assertThat(LimitedText.inBytes(text, most)).isEqualTo(cut);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdefg, 6, abc...", "a😀b😀c, 6, a😀...", "ab😀cde, 6, ab..."})
    void noPairIsCutInTwo(String text, int most, String cut) {
        assertThat(LimitedText.inCharacters(text, most)).isEqualTo(cut);
    }

    @Property
    void whatIsCutIsTheBeginningAndFits(@ForAll String text, @ForAll @IntRange(min = 20, max = 60) int most) {
        String cut = LimitedText.inBytes(text, most, "... (more)");
        assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(most);
        if (!cut.equals(text)) {
            assertThat(cut).endsWith("... (more)");
            assertThat(text).startsWith(cut.substring(0, cut.length() - "... (more)".length()));
        }
    }
}
