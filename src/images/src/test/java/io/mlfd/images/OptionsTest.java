package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tar:///no/such/file.tar     | /no/such/file.tar is no file
            tar://relative.tar          | relative.tar is no file
            eclipse-temurin             | not pinned
            eclipse-temurin:latest      | not pinned
            Not An Image                | neither
            """)
    void aBaseThatCannotServeIsRefusedByName(String text, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Base.parse(text))
                .withMessageStartingWith("mlfd.base: ")
                .withMessageContaining(problem);
    }

    @Test
    void aPinnedReferenceIsTaken() {
        assertThat(Base.parse("eclipse-temurin:17.0.15_6-jre-noble").name())
                .endsWith("eclipse-temurin:17.0.15_6-jre-noble");
    }

    @Test
    void theDigestOfABaseIsWhatItIsPinnedBy() throws Exception {
        String digest = "sha256:" + "0f".repeat(32);

        assertThat(Base.parse("eclipse-temurin:17-jre@" + digest).digest()).contains(digest);
        assertThat(Base.parse("eclipse-temurin:17-jre").digest()).isEmpty();
    }

    @Test
    void whatIsEmptyIsNotSaidOfTheOrigin() {
        assertThat(Options.parse(List.of(
                                "--root=r",
                                "--version=1",
                                "--revision=",
                                "--source=s",
                                "--pytorch=2",
                                "--out=o",
                                "--base="))
                        .origin())
                .isEqualTo(new Origin("1", Optional.empty(), Optional.of("s")));
    }

    @Test
    void withoutABaseNothingIsBuiltAndItIsSaid(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Options options = Options.parse(List.of(
                "--root=" + folder,
                "--version=1",
                "--revision=",
                "--source=",
                "--pytorch=2",
                "--out=" + folder.resolve("out"),
                "--base="));

        Images.run(options, new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("SKIPPED")
                .contains("-Dmlfd.base=")
                .hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void unknownAndMissingOptionsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--bass=x")))
                .withMessageContaining("--bass=x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--root=x")))
                .withMessageContaining("--version is missing");
    }
}
