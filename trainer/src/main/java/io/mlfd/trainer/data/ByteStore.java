package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** The bytes of a file that holds many images. */
sealed interface ByteStore permits ByteStore.OnDisk, ByteStore.Unpacked {
    /** The file, for people and to look at for changes. */
    Path file();

    /** In bytes, as it was found. */
    long length();

    /**
     * @param offset at most {@link #length}, together with {@code count}
     * @throws ImageFormatException when the file has become shorter
     * @throws IOException when it cannot be read now
     */
    byte[] read(Disk disk, long offset, int count) throws IOException, ImageFormatException;

    /** A file as it is; read anew each time. */
    record OnDisk(Path file, long length) implements ByteStore {
        @Override
        public byte[] read(Disk disk, long offset, int count) throws IOException, ImageFormatException {
            ByteBuffer bytes = ByteBuffer.allocate(count);
            try (SeekableByteChannel channel = disk.open(file)) {
                channel.position(offset);
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes) < 0) {
                        throw ImageFormatException.ofTheSurroundings("ends at byte " + (offset + bytes.position())
                                + ", earlier than before; do not change data sets while they are used");
                    }
                }
            }
            return bytes.array();
        }
    }

    /** What a compressed file unpacks to, which can be had as a whole only. */
    final class Unpacked implements ByteStore {
        private final Path file;
        private final byte[] content;

        /** Takes {@code content} over. */
        Unpacked(Path file, byte[] content) {
            this.file = file;
            this.content = content;
        }

        @Override
        public Path file() {
            return file;
        }

        @Override
        public long length() {
            return content.length;
        }

        @Override
        public byte[] read(Disk disk, long offset, int count) {
            byte[] bytes = new byte[count];
            System.arraycopy(content, Math.toIntExact(offset), bytes, 0, count);
            return bytes;
        }
    }
}
