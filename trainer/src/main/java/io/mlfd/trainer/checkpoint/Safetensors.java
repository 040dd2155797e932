package io.mlfd.trainer.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.storage.ReadFailure;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The safetensors format: eight bytes with the header's length, a JSON header, the tensors' bytes, little-endian. Reads
 * and writes F32, F64 and I64. The same tensors and metadata always give the same bytes.
 */
public final class Safetensors {
    private static final long MAX_FILE_BYTES = 8L << 30;
    /** As large as the buffer of {@link WholeFiles}, which then passes it on instead of copying it. */
    private static final int CHUNK_BYTES = 1 << 16;

    private Safetensors() {}

    /**
     * A file's contents.
     *
     * @param metadata free text by key
     * @param tensors by name, in the order of the file; closed with the manager they were read into
     */
    public record Contents(SortedMap<String, String> metadata, Map<String, NDArray> tensors) {
        public Contents {
            metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        }
    }

    /**
     * What a file of these tensors holds, in the order of their names. They are read when the file is written, one after
     * the other straight from their memory: until then they stay open and as they are.
     *
     * @param tensors float32, float64 or int64, of any shape
     */
    public static WholeFiles.Content content(Map<String, NDArray> tensors, Map<String, String> metadata) {
        SortedMap<String, NDArray> sorted = new TreeMap<>(tensors);
        return out -> {
            byte[] header = header(sorted, metadata).toBytes();
            if (header.length > Header.MAX_BYTES) {
                throw new IllegalArgumentException("the header would take " + header.length + " bytes");
            }
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(header.length).array());
            out.write(header);
            byte[] chunk = new byte[CHUNK_BYTES];
            for (NDArray tensor : sorted.values()) {
                writeTo(out, tensor, chunk);
            }
        };
    }

    /**
     * Reads a file into {@code manager}.
     *
     * @throws CheckpointException when the file is missing, truncated or not safetensors; nothing is left behind then
     * @throws StorageException when it cannot be read now, which says nothing of what is in it
     */
    public static Contents read(StoredFiles files, Path file, NDManager manager) {
        return read(files, file, manager, name -> true);
    }

    /** The same of some of the tensors: the others are passed over and take no memory. */
    public static Contents read(StoredFiles files, Path file, NDManager manager, Predicate<String> names) {
        return open(files, file, (channel, header) -> {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            try {
                for (TensorInfo tensor : header.tensors()) {
                    if (names.test(tensor.name())) {
                        tensors.put(tensor.name(), readFrom(channel, tensor, manager));
                    } else {
                        channel.position(channel.position() + tensor.length());
                    }
                }
            } catch (IOException | Header.Defect | RuntimeException e) {
                tensors.values().forEach(NDArray::close);
                throw e;
            }
            return new Contents(header.metadata(), tensors);
        });
    }

    /**
     * Reads the metadata only; the header is checked as a whole all the same.
     *
     * @throws CheckpointException when the file is missing, truncated or not safetensors
     * @throws StorageException when it cannot be read now
     */
    public static SortedMap<String, String> readMetadata(StoredFiles files, Path file) {
        return open(files, file, (channel, header) -> header.metadata());
    }

    /**
     * The tensors' shapes by name, in the order of the file. No tensor is read.
     *
     * @throws CheckpointException when the file is missing, truncated or not safetensors
     * @throws StorageException when it cannot be read now
     */
    public static Map<String, Shape> readShapes(StoredFiles files, Path file) {
        return open(files, file, (channel, header) -> {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            header.tensors().forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
            return shapes;
        });
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(SeekableByteChannel channel, Header header) throws IOException, Header.Defect;
    }

    private static <T> T open(StoredFiles files, Path file, Reader<T> reader) {
        try (SeekableByteChannel channel = files.disk().open(file)) {
            return reader.read(channel, readHeader(channel));
        } catch (IOException e) {
            if (ReadFailure.of(e) == ReadFailure.MISSING) {
                throw new CheckpointException(file, "does not exist", e);
            }
            throw StorageException.of("cannot read", file, e);
        } catch (Header.Defect e) {
            throw new CheckpointException(file, "not a safetensors file that can be used: " + e.getMessage(), e);
        }
    }

    private static Header readHeader(SeekableByteChannel channel) throws IOException, Header.Defect {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new Header.Defect("only " + size + " bytes long");
        }
        if (size > MAX_FILE_BYTES) {
            throw new Header.Defect("longer than " + MAX_FILE_BYTES + " bytes");
        }
        long length = fill(channel, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > Header.MAX_BYTES) {
            throw new Header.Defect(
                    "header of " + Long.toUnsignedString(length) + " bytes, at most are " + Header.MAX_BYTES);
        }
        if (length > size - Long.BYTES) {
            throw new Header.Defect("header of " + length + " bytes in a file of " + size + ", it is truncated");
        }
        byte[] bytes = new byte[(int) length];
        fill(channel, bytes.length).get(bytes);
        return Header.parse(bytes, size - Long.BYTES - length);
    }

    private static NDArray readFrom(SeekableByteChannel channel, TensorInfo tensor, NDManager manager)
            throws IOException, Header.Defect {
        if (tensor.length() > Integer.MAX_VALUE) {
            throw new Header.Defect("a tensor of " + tensor.length() + " bytes");
        }
        ByteBuffer bytes = fill(channel, (int) tensor.length()).order(ByteOrder.nativeOrder());
        return manager.create(bytes, tensor.shape(), tensor.dataType());
    }

    /** Direct, because a tensor made from it borrows the memory: no second copy. */
    private static ByteBuffer fill(SeekableByteChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    private static void writeTo(OutputStream out, NDArray tensor, byte[] chunk) throws IOException {
        // A scope of its own: bytes of a tensor with strides come from a copy that would join the tensor's manager.
        try (NDManager scratch = tensor.getManager().newSubManager()) {
            NDArray view = tensor.stopGradient();
            view.attach(scratch);
            ByteBuffer bytes = view.toByteBuffer(true);
            while (bytes.hasRemaining()) {
                int length = Math.min(chunk.length, bytes.remaining());
                bytes.get(chunk, 0, length);
                out.write(chunk, 0, length);
            }
        }
    }

    private static Header header(SortedMap<String, NDArray> tensors, Map<String, String> metadata) {
        List<TensorInfo> infos = new ArrayList<>();
        long offset = 0;
        for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
            NDArray tensor = entry.getValue();
            if (ElementType.of(tensor.getDataType()).isEmpty()) {
                throw new IllegalArgumentException("tensor " + entry.getKey() + " is " + tensor.getDataType());
            }
            long end = offset + tensor.size() * tensor.getDataType().getNumOfBytes();
            infos.add(new TensorInfo(entry.getKey(), tensor.getDataType(), tensor.getShape(), offset, end));
            offset = end;
        }
        return new Header(new TreeMap<>(metadata), infos);
    }
}
