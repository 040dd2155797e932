package io.mlfd.trainer.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bounds for hostile images.
 *
 * @param bytes of a file
 * @param pixels of an image, by its header, before anything is decoded
 */
record ImageLimits(int bytes, long pixels) {

    static final ImageLimits DEFAULT = new ImageLimits(64 << 20, 64L << 20);

    private static final int MEBI = 20;

    byte[] read(Path file) throws IOException, ImageFormatException {
        if (!Files.isRegularFile(file)) {
            throw new ImageFormatException("is no file any more; do not change data sets while they are used");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(bytes + 1);
            if (content.length > bytes) {
                throw new ImageFormatException("is over " + (bytes >> MEBI) + " MiB; make the image smaller");
            }
            return content;
        }
    }

    void require(long width, long height) throws ImageFormatException {
        if (width < 1 || height < 1) {
            throw new ImageFormatException("has no pixels (" + width + " x " + height + "); replace or remove it");
        }
        // Each side is below 2^32, so a product over the limit may wrap; dividing does not.
        if (width > pixels / height) {
            throw new ImageFormatException("is " + width + " x " + height + " pixels, over the limit of "
                    + (pixels >> MEBI) + " megapixels; make the image smaller");
        }
    }
}
