package io.mlfd.trainer.storage;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Writes files that appear whole or not at all: under a temporary name, forced to the disk, renamed, and the folder forced
 * to the disk. What a killed process leaves are files with the temporary name, see {@link #removeLeftovers}.
 */
public final class WholeFiles {
    /** What temporary names begin with. */
    public static final String TEMPORARY = ".tmp-";

    private static final int BUFFER = 1 << 16;

    private final Disk disk;
    private final StoredFiles stored;

    public WholeFiles(Disk disk) {
        this.disk = disk;
        this.stored = new StoredFiles(disk);
    }

    /** Reads from the same disk. */
    public StoredFiles stored() {
        return stored;
    }

    /** What is to be in a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;

        static Content of(String text) {
            return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Writes or replaces a file. After the return it survives a power cut. After an exception, also one of {@code content}, the
     * file is as it was before and no temporary one is left.
     *
     * @throws StorageException naming the file, when the disk is full or cannot be written
     */
    public FileDigest write(Path file, Content content) {
        return write(file, content, true);
    }

    /** As {@link #write} for files that nobody misses after a power cut: whole, but not forced to the disk. */
    public FileDigest writeVolatile(Path file, Content content) {
        return write(file, content, false);
    }

    private FileDigest write(Path file, Content content, boolean durable) {
        Path temporary = file.resolveSibling(TEMPORARY + file.getFileName());
        try {
            FileDigest digest = writeTemporary(temporary, content);
            if (durable) {
                disk.sync(temporary);
            }
            disk.move(temporary, file);
            if (durable) {
                disk.sync(file.toAbsolutePath().getParent());
            }
            return digest;
        } catch (IOException e) {
            discard(temporary, e);
            throw StorageException.of("cannot write", file, e);
        } catch (RuntimeException e) {
            discard(temporary, e);
            throw e;
        }
    }

    private FileDigest writeTemporary(Path temporary, Content content) throws IOException {
        MessageDigest digest = FileDigest.newSha256();
        CountingStream counted = new CountingStream(disk.create(temporary));
        try (OutputStream out = new DigestOutputStream(new BufferedOutputStream(counted, BUFFER), digest)) {
            content.writeTo(out);
        }
        return new FileDigest(HexFormat.of().formatHex(digest.digest()), counted.written);
    }

    /** Frees the space that a failed write took; that this fails too says no more than the failure itself. */
    private void discard(Path temporary, Exception failure) {
        try {
            disk.delete(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Makes a folder with those above it. */
    public void createFolders(Path folder) {
        try {
            disk.createFolders(folder);
        } catch (IOException e) {
            throw StorageException.of("cannot create folder", folder, e);
        }
    }

    /** Gives a file or folder another name, durably. */
    public void rename(Path from, Path to) {
        try {
            disk.move(from, to);
            disk.sync(to.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw StorageException.of("cannot rename to " + to.getFileName(), from, e);
        }
    }

    /** Deletes a file, a link but not what it points to, or a folder with the files in it. */
    public void delete(Path path) {
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                for (Path file : stored.list(path)) {
                    disk.delete(file);
                }
            }
            disk.delete(path);
        } catch (IOException e) {
            throw StorageException.of("cannot delete", path, e);
        }
    }

    /** Deletes temporary files right in {@code folder}, which a killed process left. Only for the folder's one writer. */
    public void removeLeftovers(Path folder) {
        for (Path entry : stored.list(folder)) {
            if (entry.getFileName().toString().startsWith(TEMPORARY)) {
                delete(entry);
            }
        }
    }

    /** Counts what reaches the file. */
    private static final class CountingStream extends FilterOutputStream {
        private long written;

        CountingStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            written++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            written += length;
        }
    }
}
