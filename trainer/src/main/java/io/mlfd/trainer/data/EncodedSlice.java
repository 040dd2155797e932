package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An image of one of the formats that are told by their content, somewhere in a file.
 *
 * @param offset of its first byte
 * @param length in bytes
 */
record EncodedSlice(ByteStore store, long offset, long length) implements ImageContent {
    @Override
    public Path file() {
        return store.file();
    }

    @Override
    public byte[] read(Disk disk) throws IOException, ImageFormatException {
        return store.read(disk, offset, ImageLimits.DEFAULT.requireBytes(length));
    }

    @Override
    public RgbImage decode(byte[] bytes, ImageDecoder decoder) throws ImageFormatException {
        return decoder.decode(bytes);
    }
}
