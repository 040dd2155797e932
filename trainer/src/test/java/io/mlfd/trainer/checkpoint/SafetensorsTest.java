package io.mlfd.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.FullDisk;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EngineExtension.class)
class SafetensorsTest {
    private final NDManager manager;

    @TempDir
    private Path folder;

    SafetensorsTest(NDManager manager) {
        this.manager = manager;
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Path file = folder.resolve("a.safetensors");
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        tensors.put("weight", manager.arange(6f).reshape(1, 2, 3));
        tensors.put("transposed", manager.arange(6f).reshape(2, 3).transpose());
        tensors.put("count", manager.create(1L << 40));
        tensors.put("double", manager.create(new double[] {Math.PI}));
        tensors.put("empty", manager.zeros(new Shape(0, 3)));
        write(file, tensors, Map.of("step", "12", "a \"quoted\" key\n", "ü"));

        Safetensors.Contents contents = Safetensors.read(StoredFiles.local(), file, manager);

        assertThat(contents.metadata()).containsOnly(Map.entry("step", "12"), Map.entry("a \"quoted\" key\n", "ü"));
        assertThat(contents.tensors()).containsOnlyKeys("weight", "transposed", "count", "double", "empty");
        tensors.forEach((name, expected) -> {
            NDArray actual = contents.tensors().get(name);
            assertThat(actual.getShape()).as(name).isEqualTo(expected.getShape());
            assertThat(actual.getDataType()).as(name).isEqualTo(expected.getDataType());
            assertThat(actual.toArray()).as(name).isEqualTo(expected.toArray());
        });
        assertThat(Safetensors.readMetadata(StoredFiles.local(), file)).isEqualTo(contents.metadata());
    }

    @Test
    void someOfTheTensorsAreReadAsTheyStand() {
        Path file = folder.resolve("some.safetensors");
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c", "d")) {
            tensors.put(name, manager.arange(name.charAt(0) - 'a' + 1f));
        }
        write(file, tensors, Map.of());

        Map<String, NDArray> read = Safetensors.read(
                        StoredFiles.local(), file, manager, name -> name.equals("b") || name.equals("d"))
                .tensors();

        assertThat(read).containsOnlyKeys("b", "d");
        read.forEach((name, tensor) -> assertThat(tensor.toArray())
                .as(name)
                .isEqualTo(tensors.get(name).toArray()));
    }

    @Test
    void theSameContentsGiveTheSameBytesInAnyOrder() throws IOException {
        NDArray a = manager.arange(3f);
        NDArray b = manager.arange(4f);
        Map<String, NDArray> forwards = new LinkedHashMap<>();
        forwards.put("a", a);
        forwards.put("b", b);
        Map<String, NDArray> backwards = new LinkedHashMap<>();
        backwards.put("b", b);
        backwards.put("a", a);
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        FileDigest digest = write(one, forwards, Map.of("x", "1", "y", "2"));
        assertThat(write(two, backwards, Map.of("y", "2", "x", "1"))).isEqualTo(digest);
        assertThat(two).hasSameBinaryContentAs(one);
        assertThat(FileDigest.of(one)).isEqualTo(digest);
        assertThat(ByteBuffer.wrap(Files.readAllBytes(one))
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()
                        % 8)
                .isZero();
    }

    @Test
    void writingLeavesNothingInTheTensorsManager() {
        NDArray strided = manager.arange(6f).reshape(2, 3).transpose();
        int before = manager.getManagedArrays().size();
        write(folder.resolve("a"), Map.of("a", strided), Map.of());
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    /** The header takes more than 100 bytes, the tensors more than the buffer of whatever is between them and the disk. */
    @Test
    void aWriteThatFailsAnywhereKeepsTheOldFileAndNoOther() throws IOException {
        Path file = folder.resolve("a");
        Map<String, NDArray> tensors = Map.of("a", manager.arange(30_000f), "b", manager.arange(10_000f));
        long size = write(file, tensors, Map.of()).bytes();
        Files.writeString(file, "old");
        for (long room : new long[] {0, 1, 8, 100, 65_536, 120_200, size - 1}) {
            assertThatThrownBy(() -> new WholeFiles(FullDisk.withRoomFor(room))
                            .write(file, Safetensors.content(tensors, Map.of())))
                    .as("room for %d of %d bytes", room, size)
                    .isInstanceOf(StorageException.class)
                    .hasMessage(file + ": cannot write: No space left on device");
            assertThat(file).hasContent("old");
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(file);
            }
        }
        new WholeFiles(FullDisk.withRoomFor(size)).write(file, Safetensors.content(tensors, Map.of()));
        assertThat(file).hasSize(size);
    }

    @Test
    void aFolderThatIsNotThereIsAStorageError() {
        Path file = folder.resolve("missing/a");
        assertThatThrownBy(() -> write(file, Map.of(), Map.of()))
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith(file + ": cannot write: ");
    }

    @Test
    void aTypeThatTheFormatIsNotWrittenInIsRefused() {
        NDArray bytes = manager.zeros(new Shape(1), DataType.UINT8);
        assertThatThrownBy(() -> write(folder.resolve("a"), Map.of("a", bytes), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor a is uint8");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> Safetensors.read(StoredFiles.local(), file, manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": does not exist");
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        Path file = folder.resolve("a");
        write(file, Map.of("a", manager.arange(5f)), Map.of("k", "v"));
        byte[] whole = Files.readAllBytes(file);
        int before = manager.getManagedArrays().size();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(StoredFiles.local(), file, manager))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(file + ": not a safetensors file");
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|the header is not a JSON object",
                "{|not valid JSON",
                "{} {}|goes on after",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|Duplicate",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|tensor b: overlaps",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|tensor a: a hole",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|holds 8 bytes of tensors instead of 4",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}|instead of 12, it is truncated",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|F32 [3] needs 12 bytes but has 8",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|shape holds -2",
                "{'a':{'dtype':'F32','shape':[9000000000000000000,3],'data_offsets':[0,8]}}|is too large",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}|not valid JSON",
                "{'a':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}}|shape holds something",
                "{'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,2],'data_offsets':[0,8]}}|more than 8 numbers",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|not begin and end",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}}|not begin and end",
                "{'a':{'dtype':'F32','data_offsets':[0,8]}}|shape is missing",
                "{'a':{'dtype':'BF16','shape':[4],'data_offsets':[0,8]}}|dtype BF16 is not one of [F32, F64, I64]",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'extra':1}}|unknown field extra",
                "{'a':1}|tensor a is not a JSON object",
                "{'__metadata__':{'k':1}}|metadata k is not a string",
            })
    void everyDefectOfAHeaderIsNamed(String header, String defect) throws IOException {
        Path file = folder.resolve("a");
        write(file, header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), new byte[8]);
        assertThatThrownBy(() -> Safetensors.read(StoredFiles.local(), file, manager))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(defect)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void aHeaderLengthThatIsAbsurdIsNotBelieved() throws IOException {
        Path file = folder.resolve("a");
        for (long length : new long[] {Long.MAX_VALUE, -1, 100_000_000, 1000}) {
            Files.write(
                    file,
                    ByteBuffer.allocate(16)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(length)
                            .array());
            assertThatThrownBy(() -> Safetensors.read(StoredFiles.local(), file, manager))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("header of " + Long.toUnsignedString(length) + " bytes");
        }
    }

    private static FileDigest write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata) {
        return new WholeFiles(Disk.local()).write(file, Safetensors.content(tensors, metadata));
    }

    static void write(Path file, byte[] header, byte[] data) throws IOException {
        Files.write(
                file,
                ByteBuffer.allocate(8 + header.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .put(data)
                        .array());
    }
}
