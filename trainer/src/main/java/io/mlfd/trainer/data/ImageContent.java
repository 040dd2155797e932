package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** Where an image's bytes lie, and how they become pixels. */
sealed interface ImageContent permits WholeFile, EncodedSlice, RawPixels {
    /** The file to look at for changes, and to name where it cannot be read; links followed. */
    Path file();

    /**
     * The bytes that make the image, which count for the fingerprint.
     *
     * @throws ImageFormatException where they are out of bounds, or there is no such file any more
     * @throws IOException where they cannot be read now
     */
    byte[] read(Disk disk) throws IOException, ImageFormatException;

    /** What was read as pixels, at the size that it has. */
    RgbImage decode(byte[] bytes, ImageDecoder decoder) throws ImageFormatException;
}
