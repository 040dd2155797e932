package io.mlfd.trainer.data;

/** A window on an image: its offset in the image, negative to the left and above, and whether it is mirrored. */
record View(int left, int top, boolean mirrored) {

    static final View AS_IS = new View(0, 0, false);

    /**
     * What is seen, as pixels.
     *
     * @param pixels S x S x 3 bytes
     * @param size S
     * @param border colour of what lies outside
     */
    byte[] of(byte[] pixels, int size, byte[] border) {
        if (equals(AS_IS)) {
            return pixels;
        }
        byte[] seen = new byte[pixels.length];
        int target = 0;
        for (int row = 0; row < size; row++) {
            int y = row + top;
            for (int column = 0; column < size; column++) {
                int x = (mirrored ? size - 1 - column : column) + left;
                boolean inside = x >= 0 && x < size && y >= 0 && y < size;
                System.arraycopy(
                        inside ? pixels : border,
                        inside ? (y * size + x) * DataSetImages.CHANNELS : 0,
                        seen,
                        target,
                        DataSetImages.CHANNELS);
                target += DataSetImages.CHANNELS;
            }
        }
        return seen;
    }
}
