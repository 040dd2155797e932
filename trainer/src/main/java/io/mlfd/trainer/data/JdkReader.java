package io.mlfd.trainer.data;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** One of the JDK's readers, whatever others are on the class path; its many ways to fail become one line each. */
final class JdkReader {
    private final String format;
    private final ImageReaderSpi provider;
    private final Predicate<String> harmless;

    @FunctionalInterface
    private interface Reading<T> {
        T read(ImageReader reader) throws IOException;
    }

    JdkReader(String format) {
        this(format, warning -> false);
    }

    /** @param harmless the warnings that say nothing of the pixels; any other means that the file is corrupt */
    JdkReader(String format, Predicate<String> harmless) {
        this.format = format;
        this.harmless = harmless;
        this.provider = provider(format);
    }

    /** The first image. */
    BufferedImage image(byte[] content) throws ImageFormatException {
        return read(content, reader -> reader.read(0));
    }

    /** A part of the first image; what lies outside of it takes no memory. */
    BufferedImage image(byte[] content, Rectangle part) throws ImageFormatException {
        return read(content, reader -> {
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setSourceRegion(part);
            return reader.read(0, parameters);
        });
    }

    /** The samples of the first image as they are in the file, of whatever colours. */
    Raster samples(byte[] content) throws ImageFormatException {
        return read(content, reader -> reader.readRaster(0, reader.getDefaultReadParam()));
    }

    private <T> T read(byte[] content, Reading<T> reading) throws ImageFormatException {
        ImageReader reader;
        try {
            reader = provider.createReaderInstance();
        } catch (IOException e) {
            throw new IllegalStateException("the JDK's " + format + " reader does not start", e);
        }
        boolean[] damaged = {false};
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((source, warning) -> damaged[0] |= !harmless.test(warning));
            T read = reading.read(reader);
            if (damaged[0]) {
                throw new ImageFormatException(corrupt());
            }
            return read;
        } catch (IOException | RuntimeException e) {
            // The JDK's readers meet hostile bytes with unchecked exceptions too.
            throw ranOutOfMemory(e) ? ImageFormatException.outOfMemory(e) : new ImageFormatException(corrupt(), e);
        } finally {
            reader.dispose();
        }
    }

    private String corrupt() {
        return ImageFormatException.corrupt(format.toUpperCase(Locale.ROOT));
    }

    /** The JDK's PNG reader packs that into an I/O error. */
    private static boolean ranOutOfMemory(Throwable failure) {
        return failure instanceof OutOfMemoryError
                || (failure.getCause() != null && ranOutOfMemory(failure.getCause()));
    }

    private static ImageReaderSpi provider(String format) {
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
