package io.mlfd.trainer.cli.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.api.StageStatus.Weights;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files come whole, as they were written, or not at all; and nowhere but into their folder. */
class FetchingTest {
    private static final String FOLDER = "/mlfd/run/r";

    @TempDir
    private Path here;

    private final Map<String, byte[]> there = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private boolean breaksOff;

    private int fetch(long most, MLFDRunStatus status) {
        PodReader reader = new PodReader() {
            @Override
            public Optional<String> digest(String path) {
                return Optional.ofNullable(there.get(path)).map(FetchingTest::sha256);
            }

            @Override
            public void copy(String path, long limit, OutputStream to) throws IOException {
                byte[] bytes = there.get(path);
                if (bytes.length > limit) {
                    throw new IOException("it is longer than " + limit + " bytes (--most)");
                }
                to.write(bytes, 0, breaksOff ? bytes.length - 1 : bytes.length);
            }

            @Override
            public void close() {}
        };
        return new Fetching(reader, new WholeFiles(Disk.local()), FOLDER, most, lines::add)
                .fetch(RemoteFile.of(status), here);
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(FileDigest.newSha256().digest(bytes));
    }

    private byte[] put(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        there.put(FOLDER + "/" + path, bytes);
        return bytes;
    }

    private static StageStatus stage(String name, String kind, String state, Weights... weights) {
        return new StageStatus(
                name,
                kind,
                null,
                null,
                state,
                1,
                0,
                0,
                null,
                null,
                "c0ffee",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                List.of(weights),
                null,
                null,
                null);
    }

    private static MLFDRunStatus status(StageStatus... stages) {
        return MLFDRunStatus.of(1L, "Running", List.of()).withStages(List.of(stages));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(here)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void pageAndStudentsHavePlainNames() throws IOException {
        put("report/index.html", "<html>");
        byte[] pets = put("stages/distill/pets/c0ffee/last.safetensors", "pets");
        byte[] seeded = put("stages/distill/pets/seed-1/c0ffee/last.safetensors", "seeded");
        byte[] branch = put("stages/online/all/c0ffee/b.last.safetensors", "branch");
        MLFDRunStatus status = status(
                stage("teacher/pets", "teacher", "Done", new Weights("", sha256(pets))),
                stage("distill/pets", "distill", "Done", new Weights(null, sha256(pets))),
                stage("distill/pets/seed-1", "distill", "Done", new Weights(null, sha256(seeded))),
                stage("distill/cars", "distill", "Running"),
                stage("online/all", "online", "Done", new Weights("b", sha256(branch))),
                stage("report", "report", "Done"));
        assertThat(fetch(100, status)).isEqualTo(4);
        assertThat(files())
                .containsExactly("all-b.safetensors", "pets-seed-1.safetensors", "pets.safetensors", "report.html");
        assertThat(here.resolve("pets.safetensors")).hasContent("pets");
    }

    @Test
    void whatIsNotWhatTheStageWroteIsRefused() throws IOException {
        put("stages/distill/pets/c0ffee/last.safetensors", "other");
        assertThatThrownBy(() -> fetch(100, student("0".repeat(64))))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("stages/distill/pets/c0ffee/last.safetensors: is not what its stage wrote");
        assertThat(files()).isEmpty();
    }

    @Test
    void whatBreaksOffLeavesNothingAndKeepsWhatWasThere() throws IOException {
        byte[] pets = put("stages/distill/pets/c0ffee/last.safetensors", "pets");
        Files.writeString(here.resolve("pets.safetensors"), "of before");
        breaksOff = true;
        assertThatThrownBy(() -> fetch(100, student(sha256(pets)))).hasMessageContaining("try again");
        assertThat(files()).containsExactly("pets.safetensors");
        assertThat(here.resolve("pets.safetensors")).hasContent("of before");
    }

    @Test
    void whatIsTooLongIsNotTaken() throws IOException {
        byte[] pets = put("stages/distill/pets/c0ffee/last.safetensors", "pets");
        assertThatThrownBy(() -> fetch(3, student(sha256(pets)))).hasMessageContaining("longer than 3 bytes (--most)");
        assertThat(files()).isEmpty();
    }

    @Test
    void whatIsGoneIsSaidAndTheRestComes() throws IOException {
        put("report/index.html", "<html>");
        MLFDRunStatus status = status(
                stage("distill/pets", "distill", "Done", new Weights(null, "0".repeat(64))),
                stage("report", "report", "Done"));
        assertThat(fetch(100, status)).isEqualTo(1);
        assertThat(lines)
                .contains("pets.safetensors: is not on the claim any more"
                        + " (stages/distill/pets/c0ffee/last.safetensors)");
        assertThat(files()).containsExactly("report.html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"distill/../../x", "distill/..", "distill//x", "distill/a b", "distill/.hidden", "distill/-x"})
    void namesThatLeadElsewhereAreRefused(String name) {
        assertThatThrownBy(() -> fetch(100, status(stage(name, "distill", "Done", new Weights(null, "0")))))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("is no name of a file");
    }

    private static MLFDRunStatus student(String digest) {
        return status(stage("distill/pets", "distill", "Done", new Weights(null, digest)));
    }
}
