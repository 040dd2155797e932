package io.mlfd.trainer.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** Writes files that appear whole or not at all, even when the machine stops in between. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the contents, front to back. */
    @FunctionalInterface
    public interface Body {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /**
     * Writes to a temporary name beside {@code file}, forces it to the storage, then takes {@code file}'s name. What was
     * there before stays until then, and when anything fails.
     *
     * @return the SHA-256 of the contents, in hexadecimal
     * @throws StorageException when the storage is full or the folder cannot be written
     */
    public static String write(Path file, Body body) {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            String digest = writeAndForce(temporary, body);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            force(file.toAbsolutePath().getParent());
            return digest;
        } catch (IOException e) {
            throw new StorageException(file, e);
        } finally {
            discard(temporary);
        }
    }

    private static String writeAndForce(Path temporary, Body body) throws IOException {
        MessageDigest sha256 = FileDigest.sha256();
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            body.writeTo(new DigestingChannel(channel, sha256));
            channel.force(true);
        }
        return FileDigest.hexadecimal(sha256);
    }

    /** A rename is durable only when its folder is. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new StorageException(temporary, e);
        }
    }

    private record DigestingChannel(FileChannel file, MessageDigest digest) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int written = bytes.remaining();
            digest.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            return written;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
