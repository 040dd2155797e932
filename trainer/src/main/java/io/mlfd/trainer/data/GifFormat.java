package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.ImageFormatException.require;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first image of a GIF (87a, 89a), on the screen that the file describes. */
final class GifFormat implements ImageFormat {
    private static final int SCREEN_END = 13;
    private static final int WIDTH_AT = 6;
    private static final int HEIGHT_AT = 8;
    private static final int FLAGS_AT = 10;
    private static final int HAS_PALETTE = 0x80;
    private static final int PALETTE_SIZE = 0x07;
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int IMAGE_HEADER = 10;
    private static final String TRUNCATED = ImageFormatException.truncated("GIF");
    private static final String CORRUPT = ImageFormatException.corrupt("GIF");

    private final JdkReader reader = new JdkReader("gif");

    /** Where the first image lies on the screen. */
    private record Frame(int left, int top, int width, int height) {}

    @Override
    public boolean matches(byte[] content) {
        return FirstBytes.are(content, 0, "GIF87a") || FirstBytes.are(content, 0, "GIF89a");
    }

    @Override
    public RgbImage decode(byte[] content, ImageLimits limits) throws ImageFormatException {
        require(content.length >= SCREEN_END, TRUNCATED);
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int width = Short.toUnsignedInt(file.getShort(WIDTH_AT));
        int height = Short.toUnsignedInt(file.getShort(HEIGHT_AT));
        Frame frame = firstFrame(file);
        limits.require(frame.width(), frame.height(), () -> (long) frame.width() * frame.height());
        limits.require(width, height, () -> (long) frame.width() * frame.height());
        require(
                frame.left() + frame.width() <= width && frame.top() + frame.height() <= height,
                "is a GIF whose image lies outside of its screen; convert it to PNG or remove it");
        BufferedImage image = reader.image(content);
        require(image.getWidth() == frame.width() && image.getHeight() == frame.height(), CORRUPT);
        require(image.getColorModel() instanceof IndexColorModel, CORRUPT);
        RgbImage screen = RgbImage.black(width, height);
        if (frame.width() < width || frame.height() < height) {
            fill(screen, (IndexColorModel) image.getColorModel());
        }
        new Samples(screen).put(image, frame.left(), frame.top());
        return screen;
    }

    /** What the image leaves free is transparent where there is such a colour, else of the first colour. */
    private static void fill(RgbImage screen, IndexColorModel palette) {
        int index = Math.max(0, palette.getTransparentPixel());
        byte[] pixels = screen.pixels();
        for (int at = 0; at < pixels.length; at += DataSetImages.CHANNELS) {
            pixels[at] = (byte) palette.getRed(index);
            pixels[at + 1] = (byte) palette.getGreen(index);
            pixels[at + 2] = (byte) palette.getBlue(index);
        }
    }

    /** Over the palette and the extensions, each a chain of blocks that begin with their length. */
    private static Frame firstFrame(ByteBuffer file) throws ImageFormatException {
        int flags = file.get(FLAGS_AT);
        int at = SCREEN_END + ((flags & HAS_PALETTE) != 0 ? 3 << (1 + (flags & PALETTE_SIZE)) : 0);
        while (true) {
            require(at + IMAGE_HEADER <= file.limit(), TRUNCATED);
            int kind = Byte.toUnsignedInt(file.get(at));
            if (kind == IMAGE) {
                return new Frame(
                        Short.toUnsignedInt(file.getShort(at + 1)),
                        Short.toUnsignedInt(file.getShort(at + 3)),
                        Short.toUnsignedInt(file.getShort(at + 5)),
                        Short.toUnsignedInt(file.getShort(at + 7)));
            }
            require(kind == EXTENSION, CORRUPT);
            at += 2;
            while (file.get(at) != 0) {
                at += 1 + Byte.toUnsignedInt(file.get(at));
                require(at < file.limit(), TRUNCATED);
            }
            at++;
        }
    }
}
