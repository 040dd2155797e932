package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.ContractJson.ContractException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says reaches people's terminals, so it must not be able to speak to them. */
class HostileTextTest {
    record Written(int version, String name) {}

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x0a, 0x0d, 0x1b, 0x7f, 0x9b, 0x2028, 0x2029})
    void namesOfFieldsAreQuotedInOneLineOfPlainText(int character) {
        String field = "a" + String.format(Locale.ROOT, "\\u%04x", character) + "[2Jb";
        String text = "{\"version\":1,\"name\":\"n\",\"" + field + "\":1}";

        VersionedJson.Reading<Written> reading =
                VersionedJson.of(Written.class, 1).read(text);
        assertThat(reading.exact()).isEmpty();
        assertThat(reading.problem()).contains("(" + field + ")");

        assertThatThrownBy(() -> new ContractJson().read(text, Written.class))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("\"" + field + "\"");
    }

    @Test
    void plainTextStaysAsItIs() {
        for (String text : List.of("", "lärm", "a\\b", "\ud83d\ude00 C:\\temp", "§ 5 “x”")) {
            assertThat(ControlCharacters.escaped(text)).isEqualTo(text);
        }
    }
}
