package io.mlfd.trainer.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG and JPEG to 8-bit red, green, blue. Grey is repeated, palettes are looked up, alpha is left out without blending, 16
 * bits are scaled to 8, sample values are taken as they are (no gamma, no colour profile, no EXIF orientation).
 *
 * <p>Uses the readers of the JDK by name, never what else is on the class path, and no files of its own.
 */
final class ImageDecoder {

    private static final int WHITE = 255;
    private static final String OUT_OF_MEMORY = "its decoding ran out of memory";

    private final ImageLimits limits;
    private final ImageReaderSpi png = reader("png");
    private final ImageReaderSpi jpeg = reader("jpeg");

    ImageDecoder(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * Decodes an image and brings it to {@code size} x {@code size} pixels.
     *
     * @throws ImageFormatException also when there is not enough memory: the image is too large then, and not corrupt
     */
    RgbImage decode(byte[] content, int size) throws ImageFormatException {
        try {
            return decode(content).resize(size, size);
        } catch (OutOfMemoryError e) {
            throw new ImageFormatException(ImageLimits.tooLarge(OUT_OF_MEMORY), e);
        }
    }

    RgbImage decode(byte[] content) throws ImageFormatException {
        if (PngFile.matches(content)) {
            return decode("PNG", png, PngFile.essence(content, limits));
        }
        if (JpegFile.matches(content)) {
            return decode("JPEG", jpeg, JpegFile.essence(content, limits));
        }
        throw new ImageFormatException("is " + describe(content) + ", neither PNG nor JPEG; convert or remove it");
    }

    private static RgbImage decode(String format, ImageReaderSpi provider, byte[] essence) throws ImageFormatException {
        String corrupt = "is a corrupt " + format + "; replace it with a good copy or remove it";
        ImageReader reader;
        try {
            reader = provider.createReaderInstance();
        } catch (IOException e) {
            throw new IllegalStateException("the JDK's " + format + " reader does not start", e);
        }
        boolean[] warned = {false};
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(essence))) {
            reader.setInput(stream, true, true);
            // With the extras gone, what is left to warn of is image data that does not fit together.
            reader.addIIOReadWarningListener((source, warning) -> warned[0] = true);
            RgbImage image = rgb(reader.read(0));
            if (warned[0]) {
                throw new ImageFormatException(corrupt);
            }
            return image;
        } catch (IOException | RuntimeException e) {
            // The JDK's readers meet hostile bytes with unchecked exceptions too.
            throw new ImageFormatException(ranOutOfMemory(e) ? ImageLimits.tooLarge(OUT_OF_MEMORY) : corrupt, e);
        } finally {
            reader.dispose();
        }
    }

    /** The JDK's PNG reader packs that into an I/O error. */
    private static boolean ranOutOfMemory(Throwable failure) {
        return failure instanceof OutOfMemoryError
                || (failure.getCause() != null && ranOutOfMemory(failure.getCause()));
    }

    /** Reads samples, not colours: {@link BufferedImage#getRGB} takes grey for linear light and brightens it. */
    private static RgbImage rgb(BufferedImage image) {
        Raster raster = image.getRaster();
        ColorModel colours = image.getColorModel();
        int width = image.getWidth();
        int bands = raster.getNumBands();
        int[] row = new int[width * bands];
        byte[] pixels = new byte[Math.multiplyExact(width * image.getHeight(), DataSetImages.CHANNELS)];
        int target = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < DataSetImages.CHANNELS; channel++) {
                    int sample = row[x * bands + (bands < DataSetImages.CHANNELS ? 0 : channel)];
                    pixels[target++] = (byte)
                            (colours instanceof IndexColorModel palette
                                    ? lookUp(palette, sample, channel)
                                    : toEightBits(sample, colours.getComponentSize(0)));
                }
            }
        }
        return new RgbImage(width, image.getHeight(), pixels);
    }

    private static int lookUp(IndexColorModel palette, int index, int channel) {
        return switch (channel) {
            case 0 -> palette.getRed(index);
            case 1 -> palette.getGreen(index);
            default -> palette.getBlue(index);
        };
    }

    private static int toEightBits(int sample, int bits) {
        int most = (1 << bits) - 1;
        return bits == Byte.SIZE ? sample : (sample * WHITE + most / 2) / most;
    }

    private static String describe(byte[] content) {
        if (content.length == 0) {
            return "empty";
        }
        String start = new String(content, 0, Math.min(content.length, 12), StandardCharsets.ISO_8859_1);
        if (start.startsWith("GIF8")) {
            return "a GIF";
        }
        if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
            return "a WebP";
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return "a TIFF";
        }
        return start.startsWith("BM") ? "a BMP" : "no image";
    }

    private static ImageReaderSpi reader(String format) {
        Iterator<ImageReaderSpi> all = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (all.hasNext()) {
            ImageReaderSpi provider = all.next();
            boolean ofTheJdk = provider.getClass().getModule().equals(ImageIO.class.getModule());
            if (ofTheJdk && List.of(provider.getFormatNames()).contains(format)) {
                return provider;
            }
        }
        throw new IllegalStateException("this JDK has no " + format + " reader; use one with the module java.desktop");
    }
}
