package io.mlfd.trainer.data.augmentation;

/** All levels times {@code factor}: torchvision's {@code adjust_brightness}. */
record Brightness(double factor) implements PixelOperation {
    @Override
    public byte[] of(byte[] pixels, int size) {
        byte[] table = new byte[Levels.COUNT];
        for (int level = 0; level < Levels.COUNT; level++) {
            table[level] = Levels.cut(level * (float) factor);
        }
        return Levels.mapped(pixels, table);
    }
}
