package io.mlfd.trainer.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A disk on a volume that does not answer now and then: some operation that reads fails. */
public final class FaultyDisk extends ForwardingDisk {
    private final Fault fault;
    private int reads;

    /** Whether an operation fails, and how. */
    @FunctionalInterface
    public interface Fault {
        /** @param number of the operation among all that read, from 1 */
        void at(int number, Path path) throws IOException;
    }

    public FaultyDisk(Fault fault) {
        this.fault = fault;
    }

    /** Fails once, with an I/O error. */
    public static FaultyDisk failingAt(int number) {
        return new FaultyDisk((n, path) -> {
            if (n == number) {
                throw new FileSystemException(path.toString(), null, "Input/output error");
            }
        });
    }

    /** How many operations that read there were. */
    public int reads() {
        return reads;
    }

    private void check(Path path) throws IOException {
        reads++;
        fault.at(reads, path);
    }

    @Override
    public SeekableByteChannel open(Path file) throws IOException {
        check(file);
        return new FaultyChannel(super.open(file), file);
    }

    @Override
    public DirectoryStream<Path> list(Path folder) throws IOException {
        check(folder);
        return super.list(folder);
    }

    @Override
    public BasicFileAttributes attributes(Path path) throws IOException {
        check(path);
        return super.attributes(path);
    }

    @Override
    public BasicFileAttributes ownAttributes(Path path) throws IOException {
        check(path);
        return super.ownAttributes(path);
    }

    @Override
    public Path real(Path path) throws IOException {
        check(path);
        return super.real(path);
    }

    private final class FaultyChannel implements SeekableByteChannel {
        private final SeekableByteChannel channel;
        private final Path file;

        FaultyChannel(SeekableByteChannel channel, Path file) {
            this.channel = channel;
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            check(file);
            return channel.read(target);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return channel.write(source);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            channel.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
