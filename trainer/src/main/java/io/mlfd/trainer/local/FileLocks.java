package io.mlfd.trainer.local;

import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;

/** Locks that the kernel releases when their process ends, however it ends. */
public final class FileLocks {
    private final long pid;

    /** @param pid of this process, for whoever has to wait */
    public FileLocks(long pid) {
        this.pid = pid;
    }

    /** A lock that is held. */
    public static final class Held implements AutoCloseable {
        private final FileChannel channel;

        private Held(FileChannel channel) {
            this.channel = channel;
        }

        /** Does something, then releases the lock. */
        public <T> T whileHeld(Supplier<T> work) {
            try {
                return work.get();
            } finally {
                close();
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("cannot release a lock", e);
            }
        }
    }

    /** Takes the lock of a stage's folder below a run's; empty while another process has it. */
    public Optional<Held> ofStage(Path run, String stage) {
        return take(RunFolder.stageLockFile(run, stage));
    }

    /** Takes the lock of a run's folder; empty while another process has it. */
    Optional<Held> ofRun(Path run) {
        return take(run.resolve(RunFolder.LOCK));
    }

    /** Takes any lock; empty while another process has it. */
    Optional<Held> probe(Path file) {
        return take(file);
    }

    /** The process that has a lock, as far as it said. */
    static String holder(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.matches("[0-9]{1,10}") ? "process " + text : "another process";
        } catch (IOException e) {
            return "another process";
        }
    }

    private Optional<Held> take(Path file) {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.UTF_8)));
            return Optional.of(new Held(channel));
        } catch (IOException e) {
            throw StorageException.of("cannot lock", file, e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
