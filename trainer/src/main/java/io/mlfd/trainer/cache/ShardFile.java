package io.mlfd.trainer.cache;

import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A shard that is there, mapped to be looked through from its beginning to its end; {@link OpenShards} reads single rows. */
final class ShardFile {
    private static final int CHUNK = 1 << 20;

    private final Path path;
    private final Shard shard;
    private final IntBuffer labels;
    private final ByteBuffer all;

    private ShardFile(Path path, Shard shard, MappedByteBuffer mapped) {
        this.path = path;
        this.shard = shard;
        this.all = mapped;
        int labelBytes = (int) shard.labelBytes();
        this.labels = mapped.slice(0, labelBytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    /** Whether there is a file of the right size. */
    static boolean hasSize(StoredFiles files, Path folder, Shard shard) {
        return files.find(folder.resolve(shard.fileName()))
                .filter(BasicFileAttributes::isRegularFile)
                .filter(attributes -> attributes.size() == shard.bytes())
                .isPresent();
    }

    /** Maps a file of the right size. */
    static ShardFile map(Path folder, Shard shard) {
        Path path = folder.resolve(shard.fileName());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new ShardFile(path, shard, channel.map(FileChannel.MapMode.READ_ONLY, 0, shard.bytes()));
        } catch (IOException e) {
            throw StorageException.of("cannot read", path, e);
        }
    }

    Path path() {
        return path;
    }

    Shard shard() {
        return shard;
    }

    int label(int row) {
        return labels.get(row);
    }

    /** SHA-256 of labels and rows, hexadecimal. */
    String digest() {
        MessageDigest sha256 = FileDigest.newSha256();
        int end = (int) (shard.bytes() - Shard.DIGEST_BYTES);
        for (int start = 0; start < end; start += CHUNK) {
            sha256.update(all.slice(start, Math.min(CHUNK, end - start)));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** The digest that stands at the file's end, hexadecimal. */
    String storedDigest() {
        byte[] digest = new byte[Shard.DIGEST_BYTES];
        all.get((int) (shard.bytes() - Shard.DIGEST_BYTES), digest);
        return HexFormat.of().formatHex(digest);
    }

    /** Writes a shard whole or not at all. */
    static void write(WholeFiles files, Path folder, Shard shard, int[] labels, Rows rows, int batch) {
        files.write(folder.resolve(shard.fileName()), out -> {
            MessageDigest sha256 = FileDigest.newSha256();
            DigestOutputStream digested = new DigestOutputStream(out, sha256);
            ByteBuffer head = ByteBuffer.allocate((int) shard.labelBytes()).order(ByteOrder.LITTLE_ENDIAN);
            head.asIntBuffer().put(labels, shard.first(), shard.rows());
            digested.write(head.array());
            int rowBytes = shard.bytesOfRow();
            ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(Math.min(batch, shard.rows()), rowBytes))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < shard.rows(); row += batch) {
                int count = Math.min(batch, shard.rows() - row);
                rows.fill(shard.first() + row, count, buffer);
                digested.write(buffer.array(), 0, count * rowBytes);
            }
            out.write(sha256.digest());
        });
    }

    /** Gives the rows of {@code count} images from {@code first}, from the target's beginning and in its byte order. */
    @FunctionalInterface
    interface Rows {
        void fill(int first, int count, ByteBuffer target);
    }
}
