package io.mlfd.trainer.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A disk that becomes full: of what is written, a part arrives before that is noticed. */
public final class FullDisk extends ForwardingDisk {
    private final Predicate<Path> affected;
    private long room;

    private FullDisk(Predicate<Path> affected, long room) {
        this.affected = affected;
        this.room = room;
    }

    /** Takes so many bytes, all files together. */
    public static FullDisk withRoomFor(long bytes) {
        return new FullDisk(file -> true, bytes);
    }

    /** Has no room for the one file, and enough for all others. */
    public static FullDisk withoutRoomFor(String name) {
        return new FullDisk(file -> file.getFileName().toString().endsWith(name), 0);
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        OutputStream out = super.create(file);
        return affected.test(file) ? new Filling(out) : out;
    }

    private final class Filling extends FilterOutputStream {
        Filling(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int fits = (int) Math.min(room, length);
            out.write(bytes, offset, fits);
            room -= fits;
            if (fits < length) {
                throw new IOException("No space left on device");
            }
        }
    }
}
