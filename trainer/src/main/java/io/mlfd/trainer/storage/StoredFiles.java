package io.mlfd.trainer.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what lies on the run's volume. That something is not there is an answer; whatever else goes wrong is the storage's
 * fault and never taken for damage or for a file that is missing, because what is there would be set aside or made anew.
 */
public final class StoredFiles {
    private final Disk disk;

    public StoredFiles(Disk disk) {
        this.disk = disk;
    }

    /** Those of this machine's disk. */
    public static StoredFiles local() {
        return new StoredFiles(Disk.local());
    }

    /** What is read from. */
    public Disk disk() {
        return disk;
    }

    public boolean exists(Path path) {
        return find(path).isPresent();
    }

    public boolean isFile(Path path) {
        return find(path).filter(BasicFileAttributes::isRegularFile).isPresent();
    }

    public boolean isFolder(Path path) {
        return find(path).filter(BasicFileAttributes::isDirectory).isPresent();
    }

    /**
     * Kind and size of what a path leads to, empty where there is nothing.
     *
     * @throws StorageException when that cannot be told
     */
    public Optional<BasicFileAttributes> find(Path path) {
        try {
            return Optional.of(disk.attributes(path));
        } catch (IOException e) {
            if (ReadFailure.of(e) == ReadFailure.MISSING) {
                return Optional.empty();
            }
            throw StorageException.of("cannot read", path, e);
        }
    }

    /**
     * A file's text.
     *
     * @throws CharacterCodingException when it is not UTF-8
     * @throws StorageException when it cannot be read
     */
    public String text(Path file) throws CharacterCodingException {
        ByteBuffer bytes;
        try (SeekableByteChannel channel = disk.open(file)) {
            bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new EOFException("became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw StorageException.of("cannot read", file, e);
        }
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    }

    /**
     * The digest of a file as it is now.
     *
     * @throws StorageException when it cannot be read
     */
    public FileDigest digest(Path file) {
        try (InputStream in = Channels.newInputStream(disk.open(file))) {
            return FileDigest.of(in);
        } catch (IOException e) {
            throw StorageException.of("cannot read", file, e);
        }
    }

    /**
     * What is in a folder, by name.
     *
     * @throws StorageException when it cannot be read
     */
    public List<Path> list(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = disk.list(folder)) {
            entries.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw StorageException.of("cannot read", folder, e.getCause());
        } catch (IOException e) {
            throw StorageException.of("cannot read", folder, e);
        }
        return found.stream().sorted().toList();
    }
}
