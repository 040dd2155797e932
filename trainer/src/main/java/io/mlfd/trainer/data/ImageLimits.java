package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.ReadFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Bounds for hostile images.
 *
 * @param bytes of a file
 * @param pixels of an image, by its header, before anything is decoded
 * @param decoding bytes of memory that the decoding of an image takes, by its header
 */
record ImageLimits(int bytes, long pixels, long decoding) {

    static final ImageLimits DEFAULT = new ImageLimits(64 << 20, 64L << 20, Long.MAX_VALUE);

    private static final int MEBI = 20;

    /** The same, with a bound on memory. */
    ImageLimits decodingIn(long memory) {
        return new ImageLimits(bytes, pixels, memory);
    }

    byte[] read(Disk disk, Path file) throws IOException, ImageFormatException {
        if (!isFile(disk, file)) {
            throw ImageFormatException.ofTheSurroundings(
                    "is no file any more; do not change data sets while they are used");
        }
        try (SeekableByteChannel channel = disk.open(file)) {
            // In one piece: a list of pieces that are put together is most of the garbage of a check.
            ByteBuffer content = ByteBuffer.allocate(requireBytes(channel.size()));
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // The next piece, where the system gives less than was asked for.
            }
            return content.hasRemaining() ? Arrays.copyOf(content.array(), content.position()) : content.array();
        }
    }

    /** The same number, if an image may have so many bytes. */
    int requireBytes(long length) throws ImageFormatException {
        if (length > bytes) {
            throw new ImageFormatException("is over " + (bytes >> MEBI) + " MiB; make the image smaller");
        }
        return (int) length;
    }

    private static boolean isFile(Disk disk, Path file) throws IOException {
        try {
            return disk.attributes(file).isRegularFile();
        } catch (IOException e) {
            if (ReadFailure.of(e) == ReadFailure.MISSING) {
                return false;
            }
            throw e;
        }
    }

    /**
     * What is allowed, before anything is decoded.
     *
     * @param decoder bytes that the platform's decoder takes beside the image in 8-bit red, green, blue; asked for once the
     *     sides are known to be in bounds, so that their product is a number
     */
    void require(long width, long height, LongSupplier decoder) throws ImageFormatException {
        if (width < 1 || height < 1) {
            throw new ImageFormatException("has no pixels (" + width + " x " + height + "); replace or remove it");
        }
        // Each side is below 2^32, so a product over the limit may wrap; dividing does not.
        if (width > pixels / height) {
            throw new ImageFormatException("is " + width + " x " + height + " pixels, over the limit of "
                    + (pixels >> MEBI) + " megapixels; make the image smaller");
        }
        long needed = width * height * DataSetImages.CHANNELS + decoder.getAsLong();
        if (needed > decoding) {
            throw ImageFormatException.ofTheSurroundings(tooLarge(width + " x " + height + " pixels take "
                    + mebibytes(needed) + " MiB to decode, free for that are " + mebibytes(decoding) + " MiB"));
        }
    }

    /** What is said of an image that does not fit into memory. */
    static String tooLarge(String why) {
        return "is too large for the heap: " + why + "; make the image smaller, or give the stage more memory";
    }

    /** The same where no number tells. */
    static String ranOutOfMemory() {
        return tooLarge("its decoding ran out of memory");
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1L << MEBI) - 1) >> MEBI;
    }
}
