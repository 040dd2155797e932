package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * An image without any format: the values of its pixels somewhere in a file.
 *
 * @param offset of the first, in bytes
 */
record RawPixels(ByteStore store, long offset, Shape shape) implements ImageContent {
    /**
     * How many values there are, and how they lie: plane after plane, row after row from the top, a byte each.
     *
     * @param planes 1 for grey; 3 for red, green, blue
     */
    record Shape(int width, int height, int planes) {
        int bytes() {
            return Math.multiplyExact(Math.multiplyExact(width, height), planes);
        }
    }

    @Override
    public Path file() {
        return store.file();
    }

    /** The shape is in front, since equal values in another shape are another image. */
    @Override
    public byte[] read(Disk disk) throws IOException, ImageFormatException {
        return ByteBuffer.allocate(3 * Integer.BYTES + shape.bytes())
                .putInt(shape.width())
                .putInt(shape.height())
                .putInt(shape.planes())
                .put(store.read(disk, offset, shape.bytes()))
                .array();
    }

    @Override
    public RgbImage decode(byte[] bytes, ImageDecoder decoder) throws ImageFormatException {
        ByteBuffer read = ByteBuffer.wrap(bytes);
        Shape as = new Shape(read.getInt(), read.getInt(), read.getInt());
        int from = read.position();
        int area = as.width() * as.height();
        byte[] pixels = new byte[area * DataSetImages.CHANNELS];
        for (int channel = 0; channel < DataSetImages.CHANNELS; channel++) {
            int plane = from + Math.min(channel, as.planes() - 1) * area;
            for (int i = 0; i < area; i++) {
                pixels[i * DataSetImages.CHANNELS + channel] = bytes[plane + i];
            }
        }
        return new RgbImage(as.width(), as.height(), pixels);
    }
}
