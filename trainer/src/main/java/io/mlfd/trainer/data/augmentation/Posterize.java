package io.mlfd.trainer.data.augmentation;

/** Keeps the {@code bits} highest bits of every level: torchvision's {@code posterize}. */
record Posterize(int bits) implements PixelOperation {
    @Override
    public byte[] of(byte[] pixels, int size) {
        int mask = Levels.HIGHEST << (Byte.SIZE - bits);
        byte[] changed = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            changed[i] = (byte) (pixels[i] & mask);
        }
        return changed;
    }
}
