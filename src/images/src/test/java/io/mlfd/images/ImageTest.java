package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {

    private static final JavaRuntime BASE_JAVA = new JavaRuntime.OfBase();
    private static final Origin ORIGIN =
            new Origin("1.2.3", Optional.of("0a1b2c"), Optional.of("https://example.org/mlfd"));

    @TempDir
    Path folder;

    private Base base;

    @BeforeEach
    void base() throws Exception {
        base = SmallBase.in(folder);
    }

    @Test
    void sameFilesGiveTheSameBytesWhateverTheirTimesModesAndOrder() throws Exception {
        Application first = application(
                "first", List.of("lib/a.jar", "lib/b.jar", "app/c.jar"), "2020-01-01T00:00:00Z", "rw-r--r--");
        Application second = application(
                "second", List.of("app/c.jar", "lib/b.jar", "lib/a.jar"), "2026-02-03T04:05:06Z", "rwxrwxrwx");

        Image.Built one =
                Images.operator(first, BASE_JAVA, ORIGIN).build(base, folder.resolve("out1"), folder.resolve("jib1"));
        Image.Built two =
                Images.operator(second, BASE_JAVA, ORIGIN).build(base, folder.resolve("out2"), folder.resolve("jib2"));

        assertThat(two.digest()).isEqualTo(one.digest());
        assertThat(two.file()).hasSameBinaryContentAs(one.file());
    }

    @Test
    void aChangedFileGivesAnotherDigest() throws Exception {
        Application application =
                application("first", List.of("lib/a.jar", "app/c.jar"), "2020-01-01T00:00:00Z", "rw-r--r--");
        Image.Built one = Images.operator(application, BASE_JAVA, ORIGIN)
                .build(base, folder.resolve("out"), folder.resolve("jib"));
        Files.writeString(application.folder().resolve("app/c.jar"), "changed");

        assertThat(Images.operator(application, BASE_JAVA, ORIGIN)
                        .build(base, folder.resolve("out"), folder.resolve("jib"))
                        .digest())
                .isNotEqualTo(one.digest());
    }

    @Test
    void theTrainerRunsAsNobodyFromFilesThatNobodyCanWrite() throws Exception {
        Application application =
                application("app", List.of("lib/a.jar", "app/c.jar"), "2020-01-01T00:00:00Z", "rwxrwxrwx");
        Path libtorch = Files.createDirectory(folder.resolve("torch"));
        Files.writeString(libtorch.resolve("libtorch.so"), "elf");

        Image.Built built = Images.trainer(application, libtorch(libtorch), BASE_JAVA, ORIGIN)
                .build(base, folder.resolve("out"), folder.resolve("jib"));

        assertThat(built.reference()).isEqualTo("localhost/mlfd-trainer:1.2.3");
        assertThat(built.file()).isEqualTo(folder.resolve("out/trainer.tar"));
        JsonNode config = config(built);
        assertThat(config.at("/config/User").asText()).isEqualTo("10001:10001");
        assertThat(config.at("/config/Entrypoint/0").asText()).isEqualTo("java");
        assertThat(config.at("/config/Env").toString()).contains("PYTORCH_VERSION=9.8.7", "DJL_OFFLINE=true");

        Map<String, Integer> modes = modes(built);
        assertThat(modes)
                .containsKeys("etc/os-release", "opt/torch/libtorch.so", "app/lib/a.jar", "app/quarkus-run.jar");
        modes.keySet().removeIf(SmallBase.FILES::contains);
        assertThat(modes.values()).allMatch(mode -> (mode & 0777) == 0444);
        LayerSizes sizes = LayerSizes.of(built);
        assertThat(sizes.packed()).hasSize(5).allMatch(bytes -> bytes > 0);
        assertThat(sizes.unpacked()).containsExactly(8L, 3L, 5L, 7L, 5L + 7 + 15 + 2);
    }

    @Test
    void theOrderInWhichTheEnvironmentIsWalkedDoesNotShow() throws Exception {
        Application application =
                application("app", List.of("lib/a.jar", "app/c.jar"), "2020-01-01T00:00:00Z", "r--r--r--");
        Path libtorch = Files.createDirectory(folder.resolve("torch"));
        Files.writeString(libtorch.resolve("libtorch.so"), "elf");
        Image image = Images.trainer(application, libtorch(libtorch), BASE_JAVA, ORIGIN);
        Map<String, String> forwards = new TreeMap<>(image.environment());
        Map<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.putAll(forwards);

        assertThat(digest(image, backwards)).isEqualTo(digest(image, forwards));
    }

    private String digest(Image image, Map<String, String> environment) throws Exception {
        return new Image(
                        image.name(),
                        image.origin(),
                        image.description(),
                        image.layers(),
                        environment,
                        image.ports(),
                        image.limit(),
                        image.demands(),
                        image.entrypoint())
                .build(base, folder.resolve("out"), folder.resolve("jib"))
                .digest();
    }

    @Test
    void labelsSayWhatItIsAndWhatItWasBuiltOf() throws Exception {
        Application application =
                application("app", List.of("lib/a.jar", "app/c.jar"), "2020-01-01T00:00:00Z", "r--r--r--");

        Map<String, String> labels = labels(Images.operator(application, BASE_JAVA, ORIGIN)
                .build(base, folder.resolve("out"), folder.resolve("jib")));

        assertThat(labels)
                .containsEntry("org.opencontainers.image.title", "mlfd-operator")
                .containsEntry("org.opencontainers.image.version", "1.2.3")
                .containsEntry("org.opencontainers.image.revision", "0a1b2c")
                .containsEntry("org.opencontainers.image.source", "https://example.org/mlfd")
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsEntry("org.opencontainers.image.base.name", "base.tar")
                .containsEntry(
                        "org.opencontainers.image.base.digest", base.digest().orElseThrow());
        assertThat(base.digest()).get().asString().matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void whatIsNotKnownOfItsOriginHasNoLabel() throws Exception {
        Application application =
                application("app", List.of("lib/a.jar", "app/c.jar"), "2020-01-01T00:00:00Z", "r--r--r--");
        Origin unknown = new Origin("1.2.3", Optional.empty(), Optional.empty());

        assertThat(labels(Images.operator(application, BASE_JAVA, unknown)
                        .build(base, folder.resolve("out"), folder.resolve("jib"))))
                .doesNotContainKeys("org.opencontainers.image.revision", "org.opencontainers.image.source");
    }

    @Test
    void anImageThatGrewOverItsLimitIsRefused() throws Exception {
        Application application =
                application("app", List.of("lib/a.jar", "app/c.jar"), "2020-01-01T00:00:00Z", "r--r--r--");
        // A hole: it takes no disk.
        try (RandomAccessFile file =
                new RandomAccessFile(application.folder().resolve("lib/a.jar").toFile(), "rw")) {
            file.setLength(190_000_000);
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.operator(application, BASE_JAVA, ORIGIN)
                        .build(base, folder.resolve("out"), folder.resolve("jib")))
                .withMessageContaining("mlfd-operator")
                .withMessageContaining("190.0 MB is the limit");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private static Libtorch libtorch(Path folder) {
        return new Libtorch(
                "9.8.7",
                "cpu",
                List.of(new Image.Layer("libtorch", List.of(new Tree("libtorch", folder, Libtorch.FOLDER)))),
                Map.of());
    }

    private static Map<String, String> labels(Image.Built built) throws IOException {
        return new ObjectMapper().convertValue(config(built).at("/config/Labels"), new TypeReference<>() {});
    }

    private Application application(String name, List<String> files, String time, String mode) throws IOException {
        Path root = folder.resolve(name);
        for (String file : List.of("quarkus/run.dat", "quarkus-run.jar")) {
            write(root.resolve(file), time, mode);
        }
        for (String file : files) {
            write(root.resolve(file), time, mode);
        }
        write(root.resolve("papers/LICENSE"), time, mode);
        Path sbom = root.resolve("sbom.json");
        Files.writeString(sbom, "{}");
        return new Application(root, sbom, root.resolve("papers"));
    }

    private static void write(Path file, String time, String mode) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, file.getFileName().toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
    }

    private static JsonNode config(Image.Built built) throws IOException {
        Map<String, byte[]> blobs = blobs(built);
        JsonNode manifest = new ObjectMapper().readTree(blobs.get(built.digest().replace("sha256:", "")));
        String digest = manifest.at("/config/digest").asText();
        return new ObjectMapper().readTree(blobs.get(digest.replace("sha256:", "")));
    }

    /** Permissions of every regular file of every layer, by path. */
    private static Map<String, Integer> modes(Image.Built built) throws IOException {
        Map<String, byte[]> blobs = blobs(built);
        Map<String, Integer> modes = new TreeMap<>();
        JsonNode manifest = new ObjectMapper().readTree(blobs.get(built.digest().replace("sha256:", "")));
        for (JsonNode layer : manifest.path("layers")) {
            byte[] blob = blobs.get(layer.path("digest").asText().replace("sha256:", ""));
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(blob)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.isFile()) {
                        modes.put(entry.getName(), entry.getMode());
                    }
                }
            }
        }
        return modes;
    }

    private static Map<String, byte[]> blobs(Image.Built built) throws IOException {
        Map<String, byte[]> blobs = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(built.file()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().startsWith("blobs/sha256/")) {
                    blobs.put(entry.getName().substring("blobs/sha256/".length()), tar.readAllBytes());
                }
            }
        }
        assertThat(blobs).isNotEmpty();
        return blobs;
    }
}
