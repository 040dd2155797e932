package io.mlfd.trainer.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The operations that read and change files, one by one, so that a test can make any of them fail or be the last.
 * {@link ReadFailure} says what the failure of one that reads means.
 */
public interface Disk {
    /** A new, empty file; whatever was there is gone. */
    OutputStream create(Path file) throws IOException;

    /** Returns when a file's content, or a folder's list of names, would survive a power cut. */
    void sync(Path path) throws IOException;

    /** Gives a file or folder another name in one step; a file of that name is replaced. */
    void move(Path from, Path to) throws IOException;

    /** Deletes a file or an empty folder, where there is one. */
    void delete(Path path) throws IOException;

    void createFolders(Path folder) throws IOException;

    /** A file's bytes, for reading. */
    SeekableByteChannel open(Path file) throws IOException;

    /** What is in a folder, in no order; found out while it is gone through. */
    DirectoryStream<Path> list(Path folder) throws IOException;

    /** Kind and size of what a path leads to, links followed. */
    BasicFileAttributes attributes(Path path) throws IOException;

    /** Kind and size of what lies at a path, which may be a link. */
    BasicFileAttributes ownAttributes(Path path) throws IOException;

    /** What a path leads to: absolute, links followed. */
    Path real(Path path) throws IOException;

    /** The disk of this machine. */
    static Disk local() {
        return new LocalDisk();
    }

    /** {@link Disk} over {@link Files}. */
    final class LocalDisk implements Disk {
        private static final Logger LOG = System.getLogger(LocalDisk.class.getName());

        /** EINVAL, ENOTSUP and ENOSYS, for which Java has words only: what some network and FUSE mounts say of a folder. */
        private static final Set<String> CANNOT =
                Set.of("Invalid argument", "Operation not supported", "Function not implemented");

        private final AtomicBoolean told = new AtomicBoolean();

        private LocalDisk() {}

        @Override
        public OutputStream create(Path file) throws IOException {
            return Channels.newOutputStream(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
        }

        @Override
        public void sync(Path path) throws IOException {
            // A folder can be opened for reading only; the call is the same for both.
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException e) {
                if (!Files.isDirectory(path) || !CANNOT.contains(String.valueOf(e.getMessage()))) {
                    throw e;
                }
                if (!told.getAndSet(true)) {
                    LOG.log(
                            Level.WARNING,
                            path
                                    + ": this file system cannot force folders to the disk; files are whole all the same, but"
                                    + " the last ones may be missing after a power cut");
                }
            }
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path path) throws IOException {
            Files.deleteIfExists(path);
        }

        @Override
        public void createFolders(Path folder) throws IOException {
            Files.createDirectories(folder);
        }

        @Override
        public SeekableByteChannel open(Path file) throws IOException {
            return FileChannel.open(file, StandardOpenOption.READ);
        }

        @Override
        @SuppressWarnings("StreamResourceLeak") // the caller closes it
        public DirectoryStream<Path> list(Path folder) throws IOException {
            return Files.newDirectoryStream(folder);
        }

        @Override
        public BasicFileAttributes attributes(Path path) throws IOException {
            return Files.readAttributes(path, BasicFileAttributes.class);
        }

        @Override
        public BasicFileAttributes ownAttributes(Path path) throws IOException {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public Path real(Path path) throws IOException {
            return path.toRealPath();
        }
    }
}
