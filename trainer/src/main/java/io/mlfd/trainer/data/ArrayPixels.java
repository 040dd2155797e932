package io.mlfd.trainer.data;

import java.util.List;

/** In memory, all of them. One array an image, because one for all ends at 2 GiB. */
final class ArrayPixels implements Pixels {
    private final List<byte[]> pixels;

    /** Takes the arrays over. */
    ArrayPixels(byte[][] pixels) {
        this.pixels = List.of(pixels);
    }

    @Override
    public int count() {
        return pixels.size();
    }

    @Override
    public boolean isHeld() {
        return true;
    }

    @Override
    public byte[] of(int image) {
        return pixels.get(image);
    }
}
