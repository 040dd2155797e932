package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** An image in a file of its own. */
record WholeFile(Path file) implements ImageContent {
    @Override
    public byte[] read(Disk disk) throws IOException, ImageFormatException {
        return ImageLimits.DEFAULT.read(disk, file);
    }

    @Override
    public RgbImage decode(byte[] bytes, ImageDecoder decoder) throws ImageFormatException {
        return decoder.decode(bytes);
    }
}
