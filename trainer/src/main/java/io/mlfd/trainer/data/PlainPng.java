package io.mlfd.trainer.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the pixels of PNGs as nearly all are: eight bits, grey or colours, with or without alpha, not interlaced (PNG
 * specification, third edition, §7 to 10). Whatever is not wholly in order is left to the JDK's reader, which so is the only
 * one that calls a file corrupt.
 */
final class PlainPng {
    /** What is unpacked at once: zlib is slow where it has to stop after every row. */
    private static final int BLOCK_BYTES = 1 << 18;

    private static final int LEFT = 1;
    private static final int ABOVE = 2;
    private static final int AVERAGE = 3;
    private static final int PAETH = 4;

    private final PngFile file;
    private final int rowBytes;
    private final RgbImage image;

    private PlainPng(PngFile file) {
        this.file = file;
        this.rowBytes = file.width() * file.pixelBytes();
        this.image = RgbImage.black(file.width(), file.height());
    }

    /** The image, where it is one of these. */
    static Optional<RgbImage> of(PngFile file) {
        return file.isPlain() ? new PlainPng(file).unpacked() : Optional.empty();
    }

    private Optional<RgbImage> unpacked() {
        Inflater inflater = new Inflater();
        try {
            return new Unpacking(inflater).run() ? Optional.of(image) : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }

    /** One way through the compressed data, which may lie in several chunks. */
    private final class Unpacking {
        private final Inflater inflater;
        private int nextChunk;

        Unpacking(Inflater inflater) {
            this.inflater = inflater;
        }

        /** Whether there was all that should be, and no more. */
        boolean run() throws DataFormatException {
            int rows = Math.max(1, Math.min(file.height(), BLOCK_BYTES / (rowBytes + 1)));
            byte[] block = new byte[rows * (rowBytes + 1)];
            byte[] above = new byte[rowBytes];
            for (int top = 0; top < file.height(); top += rows) {
                int now = Math.min(rows, file.height() - top);
                if (fill(block, now * (rowBytes + 1)) < now * (rowBytes + 1)) {
                    return false;
                }
                for (int y = 0; y < now; y++) {
                    int at = y * (rowBytes + 1);
                    if (!unfilter(block, at, above)) {
                        return false;
                    }
                    System.arraycopy(block, at + 1, above, 0, rowBytes);
                    take(above, top + y);
                }
            }
            // The checksum over the pixels comes after the last of them.
            return fill(new byte[1], 1) == 0
                    && inflater.finished()
                    && inflater.getRemaining() == 0
                    && nextChunk == file.data().size();
        }

        /** @return the bytes that there were, at most {@code length} */
        private int fill(byte[] block, int length) throws DataFormatException {
            int filled = 0;
            while (filled < length && !inflater.finished()) {
                int unpacked = inflater.inflate(block, filled, length - filled);
                filled += unpacked;
                if (unpacked == 0 && !inflater.finished() && !feed()) {
                    return filled;
                }
            }
            return filled;
        }

        private boolean feed() {
            if (inflater.needsDictionary() || nextChunk == file.data().size()) {
                return false;
            }
            PngFile.Part chunk = file.data().get(nextChunk++);
            inflater.setInput(file.content(), chunk.start(), chunk.length());
            return true;
        }
    }

    /** Undoes a row's filter in its place. {@code at}: where the row begins, with the number of its filter */
    private boolean unfilter(byte[] rows, int at, byte[] above) {
        int back = file.pixelBytes();
        int first = at + 1;
        switch (rows[at]) {
            case 0 -> {}
            case LEFT -> {
                for (int x = back; x < rowBytes; x++) {
                    rows[first + x] += rows[first + x - back];
                }
            }
            case ABOVE -> {
                for (int x = 0; x < rowBytes; x++) {
                    rows[first + x] += above[x];
                }
            }
            case AVERAGE -> {
                for (int x = 0; x < rowBytes; x++) {
                    int left = x < back ? 0 : rows[first + x - back] & 0xff;
                    rows[first + x] += (byte) ((left + (above[x] & 0xff)) >> 1);
                }
            }
            case PAETH -> {
                for (int x = 0; x < rowBytes; x++) {
                    rows[first + x] += x < back
                            ? above[x]
                            : nearest(rows[first + x - back] & 0xff, above[x] & 0xff, above[x - back] & 0xff);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Whichever of the three is nearest to left + above - corner, in this order. */
    private static byte nearest(int left, int above, int corner) {
        int estimate = left + above - corner;
        int toLeft = Math.abs(estimate - left);
        int toAbove = Math.abs(estimate - above);
        int toCorner = Math.abs(estimate - corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return (byte) left;
        }
        return (byte) (toAbove <= toCorner ? above : corner);
    }

    /** Grey is repeated, alpha is left out. */
    private void take(byte[] row, int y) {
        byte[] pixels = image.pixels();
        int target = y * file.width() * DataSetImages.CHANNELS;
        int samples = file.pixelBytes();
        if (samples == DataSetImages.CHANNELS) {
            System.arraycopy(row, 0, pixels, target, rowBytes);
            return;
        }
        for (int x = 0; x < rowBytes; x += samples) {
            if (samples < DataSetImages.CHANNELS) {
                Arrays.fill(pixels, target, target + DataSetImages.CHANNELS, row[x]);
            } else {
                System.arraycopy(row, x, pixels, target, DataSetImages.CHANNELS);
            }
            target += DataSetImages.CHANNELS;
        }
    }
}
