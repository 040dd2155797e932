package io.mlfd.trainer.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.cache.StoredIndex;
import io.mlfd.trainer.loop.StoredState;
import io.mlfd.trainer.report.StoredResult;
import io.mlfd.trainer.stage.StoredOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What releases have written stays readable, or is refused with a word about its version. There is a folder for each version of the API
 * and of the contract; that of this one holds what this program writes. Where that was changed on purpose, the folder is
 * written anew with {@code -Dmlfd.stored.write=true}; a version that was released gets a new folder instead, and its own
 * stays as it is.
 */
class StoredJsonTest {
    private static final Path RELEASES = Path.of("src/test/resources/fixtures/stored");
    private static final Path THIS = RELEASES.resolve("v1alpha1-1");

    static Stream<StoredFormat> formats() {
        return Stream.of(
                        StoredContract.formats(),
                        StoredResult.formats(),
                        List.of(new StoredState(), new StoredManifest(), new StoredIndex(), new StoredOrigin()))
                .flatMap(List::stream);
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(RELEASES)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void whatThisReleaseWritesIsWhatIsStored(StoredFormat format) throws IOException {
        Path file = THIS.resolve(format.file());
        if (Boolean.getBoolean("mlfd.stored.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, format.written());
        }
        assertThat(file).content().isEqualTo(format.written());
        assertThat(format.refusal(file)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatAReleaseWroteIsReadOrRefusedByItsVersion(Path file) throws IOException {
        String name = RELEASES.relativize(file)
                .subpath(1, RELEASES.relativize(file).getNameCount())
                .toString();
        StoredFormat format = formats()
                .filter(each -> Path.of(each.file()).toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no reader"));
        Optional<String> refusal = format.refusal(file);
        // A status has no version: the field is named instead.
        assertThat(refusal.stream())
                .allMatch(words -> words.matches("(?s).*(is of version [0-9]+|status\\.stages\\[).*"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void anotherVersionIsRefusedByNameAlsoWhenItHasOtherFields(StoredFormat format, @TempDir Path folder)
            throws IOException {
        String text = format.written();
        String other = text.replaceAll("\"(version|format)\":[0-9]+", "\"$1\":99")
                .replaceFirst("^\\{", "{\"added\":{},")
                .replaceAll("\"(state|stage|files|digests)\":", "\"renamed\":");
        assertThat(other).isNotEqualTo(text);
        Path file = folder.resolve(format.file());
        Files.createDirectories(file.getParent());
        Files.writeString(file, other);
        String needed =
                text.contains("\"version\"") || text.contains("\"format\"") ? "is of version 99" : "status.stages";
        assertThat(format.refusal(file))
                .hasValueSatisfying(words -> assertThat(words).contains(needed).hasLineCount(1));
    }
}
