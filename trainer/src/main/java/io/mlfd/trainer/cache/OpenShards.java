package io.mlfd.trainer.cache;

import io.mlfd.trainer.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads rows of shards at any place, each with one call. Not through a mapping: where the shards are larger than memory, every
 * page that a row touches would be read for itself, with all that the system reads ahead of it, hundreds of times what is
 * asked for.
 */
final class OpenShards implements AutoCloseable {
    /** Far below what a process may have open. */
    private static final int MOST = 64;

    private static final float LOAD = 0.75f;

    private final Map<Path, FileChannel> open = new LinkedHashMap<>(MOST, LOAD, true);
    private boolean closed;

    /**
     * Fills what remains of {@code target}.
     *
     * @param position of the first byte in the file
     * @throws StorageException when the file cannot be read, or ends before
     * @throws IllegalStateException when these are closed: a file that was opened now would stay open
     */
    synchronized void read(Path file, long position, ByteBuffer target) {
        if (closed) {
            throw new IllegalStateException(file + ": read after its cache was closed");
        }
        try {
            FileChannel channel = channel(file);
            long next = position;
            while (target.hasRemaining()) {
                int read = channel.read(target, next);
                if (read < 0) {
                    throw new EOFException("it ends at " + next + " bytes, but was longer when it was checked");
                }
                next += read;
            }
        } catch (IOException e) {
            throw StorageException.of("cannot read", file, e);
        }
    }

    private FileChannel channel(Path file) throws IOException {
        FileChannel known = open.get(file);
        if (known != null) {
            return known;
        }
        if (open.size() == MOST) {
            Iterator<FileChannel> longestUnused = open.values().iterator();
            longestUnused.next().close();
            longestUnused.remove();
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        open.put(file, channel);
        return channel;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Map.Entry<Path, FileChannel> each : open.entrySet()) {
            try {
                each.getValue().close();
            } catch (IOException e) {
                throw StorageException.of("cannot close", each.getKey(), e);
            }
        }
        open.clear();
    }
}
