package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(parse(Map.of()).origin()).isEqualTo(new Origin("1", Optional.empty(), Optional.of("s")));
    }

    @Test
    void withoutABaseNothingIsBuiltAndItIsSaid(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Options options = parse(Map.of(), "--root=" + folder, "--out=" + folder.resolve("out"));

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
                .isThrownBy(() -> Options.parse(List.of("--bass=x"), Map.of()))
                .withMessageContaining("--bass=x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--root=x"), Map.of()))
                .withMessageContaining("--version is missing");
    }

    @Test
    void theJavaIsTheImagesOrTheBases() {
        assertThat(parse(Map.of()).ownRuntime()).isTrue();
        assertThat(parse(Map.of(), "--runtime=base").ownRuntime()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(Map.of(), "--runtime=jre"))
                .withMessage("mlfd.runtime: jre is neither own nor base");
    }

    @Test
    void withoutCudaNothingIsAskedForIt() {
        assertThat(parse(Map.of("PIP_INDEX_URL", "no URL")).cuda()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(Map.of(), "--cuda=yes"))
                .withMessage("mlfd.cuda: yes is neither true nor false");
    }

    @Test
    void theIndexIsTheOptionsOrPipsOrPypi() {
        assertThat(cuda(Map.of("HOME", "/h"))).isEqualTo(cudaOf("https://pypi.org/simple/", "/h/.cache/mlfd/wheels"));
        assertThat(cuda(Map.of("PIP_INDEX_URL", "https://mirror.example/simple", "XDG_CACHE_HOME", "/c")))
                .isEqualTo(cudaOf("https://mirror.example/simple/", "/c/mlfd/wheels"));
        assertThat(cuda(
                        Map.of("PIP_INDEX_URL", "https://mirror.example/simple"),
                        "--index=http://other.example:8080/pypi",
                        "--wheels=/w"))
                .isEqualTo(cudaOf("http://other.example:8080/pypi/", "/w"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pypi.org/simple", "file:///simple", "https://", "ftp://user:secret@host/", "a b"})
    void anIndexThatIsNoneIsRefusedWithoutRepeatingIt(String index) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PackageIndex.parse(index))
                .withMessageStartingWith("mlfd.index: ")
                .withMessageNotContaining("secret");
    }

    private static Options.Cuda cuda(Map<String, String> environment, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--cuda=true"));
        arguments.addAll(List.of(more));
        return parse(environment, arguments.toArray(String[]::new)).cuda().orElseThrow();
    }

    private static Options.Cuda cudaOf(String index, String wheels) {
        return new Options.Cuda(new PackageIndex(URI.create(index), Optional.empty()), Path.of(wheels));
    }

    /** The last of two arguments of one name counts. */
    private static Options parse(Map<String, String> environment, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--root=r",
                "--version=1",
                "--revision=",
                "--source=s",
                "--pytorch=2",
                "--runtime=own",
                "--out=o",
                "--base=",
                "--cuda=false",
                "--index=",
                "--wheels="));
        arguments.addAll(List.of(more));
        return Options.parse(arguments, environment);
    }
}
