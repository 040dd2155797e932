package io.mlfd.trainer.data;

import java.awt.Rectangle;
import java.util.Optional;

/**
 * PNG (third edition): what is no {@link PlainPng} in strips, since the JDK's reader keeps up to eight bytes of every pixel that
 * it gives back.
 */
final class PngFormat implements ImageFormat {
    /** Of pixels in the reader's form: images of up to four megapixels are one strip, whatever they hold. */
    private static final int STRIP_BYTES = 32 << 20;

    private final JdkReader reader = new JdkReader("png");

    @Override
    public boolean matches(byte[] content) {
        return PngFile.matches(content);
    }

    @Override
    public RgbImage decode(byte[] content, ImageLimits limits) throws ImageFormatException {
        PngFile file = PngFile.of(content, limits, bytes -> Math.min(bytes, STRIP_BYTES));
        Optional<RgbImage> plain = PlainPng.of(file);
        return plain.isPresent() ? plain.get() : strips(file);
    }

    private RgbImage strips(PngFile file) throws ImageFormatException {
        byte[] essence = file.essence();
        RgbImage image = RgbImage.black(file.width(), file.height());
        int rows = Math.max(1, STRIP_BYTES / (file.width() * file.pixelBytes()));
        for (int top = 0; top < file.height(); top += rows) {
            Rectangle strip = new Rectangle(0, top, file.width(), Math.min(rows, file.height() - top));
            new Samples(image).put(reader.image(essence, strip), 0, top);
        }
        return image;
    }
}
