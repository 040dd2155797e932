package io.mlfd.trainer.data;

import java.util.concurrent.Semaphore;

/**
 * Decodes for several threads in the memory that there is for decoding: each has a share of it, and an image that does not fit
 * into one waits until it has all.
 */
final class SharedDecoder {
    private final int threads;
    private final Semaphore shares;
    private final ImageDecoder inShare;
    private final ImageDecoder alone;

    /**
     * @param bytes of memory for all threads together
     * @param threads that decode at once
     */
    SharedDecoder(long bytes, int threads) {
        this.threads = threads;
        this.shares = new Semaphore(threads, true);
        this.inShare = new ImageDecoder(ImageLimits.DEFAULT.decodingIn(bytes / threads));
        this.alone = new ImageDecoder(ImageLimits.DEFAULT.decodingIn(bytes));
    }

    /** The image at {@code size} x {@code size} pixels. */
    RgbImage decode(ImageContent image, byte[] bytes, int size) throws ImageFormatException {
        try {
            return decode(image, bytes, size, inShare, 1);
        } catch (ImageFormatException e) {
            if (e.isOfTheImage() || threads == 1) {
                throw e;
            }
            return decode(image, bytes, size, alone, threads);
        }
    }

    private RgbImage decode(ImageContent image, byte[] bytes, int size, ImageDecoder decoder, int permits)
            throws ImageFormatException {
        shares.acquireUninterruptibly(permits);
        try {
            return ImageDecoder.resized(() -> image.decode(bytes, decoder), size);
        } finally {
            shares.release(permits);
        }
    }
}
