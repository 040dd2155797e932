package io.mlfd.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is in a file, reading it gives contents or a {@link CheckpointException}, and leaves no tensor behind. */
class SafetensorsCorruptionTest {
    private static TorchEngine engine;
    private static Path folder;
    private static byte[] valid;

    @BeforeContainer
    static void prepare() throws IOException {
        engine = TorchEngine.open(1, TestDevice.choice());
        folder = Files.createTempDirectory("corruption");
        Path file = folder.resolve("valid");
        try (NDManager step = engine.step()) {
            new WholeFiles(Disk.local())
                    .write(
                            file,
                            Safetensors.content(
                                    Map.of("a.weight", step.arange(6f).reshape(2, 3), "b", step.create(7L)),
                                    Map.of("step", "1")));
        }
        valid = Files.readAllBytes(file);
    }

    @AfterContainer
    static void cleanUp() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        engine.close();
    }

    record Change(int position, byte value) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Change> change = Arbitraries.integers().between(0, 400).flatMap(position -> Arbitraries.bytes()
                .map(value -> new Change(position, value)));
        return change.list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> jsonLike() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"a\"",
                        "\"dtype\"",
                        "\"F32\"",
                        "\"shape\"",
                        "\"data_offsets\"",
                        "\"__metadata__\"",
                        "0",
                        "4",
                        "-1",
                        "1e9",
                        "9223372036854775807",
                        "null",
                        " ")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Property
    void changedBytes(@ForAll("changes") List<Change> changes) throws IOException {
        byte[] bytes = valid.clone();
        for (Change change : changes) {
            bytes[change.position() % bytes.length] = change.value();
        }
        readsOrRefuses(bytes);
    }

    @Property
    void anyBytes(@ForAll byte[] bytes) throws IOException {
        readsOrRefuses(bytes);
    }

    @Property
    void anyHeader(@ForAll("jsonLike") String header) throws IOException {
        Path file = folder.resolve("header");
        SafetensorsTest.write(file, header.getBytes(StandardCharsets.UTF_8), new byte[4]);
        readsOrRefuses(file);
    }

    private static void readsOrRefuses(byte[] bytes) throws IOException {
        readsOrRefuses(Files.write(folder.resolve("changed"), bytes));
    }

    private static void readsOrRefuses(Path file) {
        try (NDManager step = engine.step()) {
            try {
                Safetensors.read(StoredFiles.local(), file, step);
            } catch (CheckpointException e) {
                assertThat(e.getMessage()).startsWith(file + ": ");
                assertThat(e.getMessage().lines()).hasSize(1);
                assertThat(step.getManagedArrays()).isEmpty();
            }
        }
    }
}
