package io.mlfd.trainer.data;

import java.util.List;

/**
 * PNG, JPEG, GIF, BMP, TIFF and WebP to 8-bit red, green, blue, with the values that libpng, libjpeg and Pillow read. Grey is
 * repeated, palettes are looked up, alpha is left out without blending, of 16 bits the high eight are taken, inks become
 * light; there is no gamma, no colour profile and no EXIF orientation. Of several images in a file the first is meant.
 *
 * <p>Uses the readers of the JDK by name, never what else is on the class path, and no files of its own but the library that reads
 * WebP.
 */
final class ImageDecoder {
    private final ImageLimits limits;
    private final List<ImageFormat> formats = List.of(
            new PngFormat(), new JpegFormat(), new GifFormat(), new BmpFormat(), new TiffFormat(), new WebpFormat());

    /** What gives an image. */
    @FunctionalInterface
    interface Decoding {
        RgbImage run() throws ImageFormatException;
    }

    ImageDecoder(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * What was decoded at {@code size} x {@code size} pixels.
     *
     * @throws ImageFormatException also when there is not enough memory: the image is too large then, and not corrupt
     */
    static RgbImage resized(Decoding image, int size) throws ImageFormatException {
        return inMemory(() -> image.run().resize(size, size));
    }

    RgbImage decode(byte[] content) throws ImageFormatException {
        return inMemory(() -> whole(content));
    }

    /** Whether viewers would turn or mirror it, by its EXIF orientation; for what can be decoded. */
    boolean isTurned(byte[] content) throws ImageFormatException {
        return JpegFile.matches(content) && JpegFile.of(content, limits).orientation() != ExifOrientation.UPRIGHT;
    }

    private RgbImage whole(byte[] content) throws ImageFormatException {
        for (ImageFormat format : formats) {
            if (format.matches(content)) {
                return format.decode(content, limits);
            }
        }
        throw new ImageFormatException("is " + (content.length == 0 ? "empty" : "no image")
                + ", none of PNG, JPEG, GIF, BMP, TIFF and WebP; convert or remove it");
    }

    private static RgbImage inMemory(Decoding decoding) throws ImageFormatException {
        try {
            return decoding.run();
        } catch (OutOfMemoryError e) {
            throw ImageFormatException.outOfMemory(e);
        }
    }
}
