package io.mlfd.trainer.data.augmentation;

/** Away from the image's mean grey, or with a {@code factor} below 1 towards it: torchvision's {@code adjust_contrast}. */
record Contrast(double factor) implements PixelOperation {
    @Override
    public byte[] of(byte[] pixels, int size) {
        long sum = 0;
        for (int i = 0; i < pixels.length; i += Levels.CHANNELS) {
            sum += (long) Levels.grey(pixels, i);
        }
        float mean = (float) (sum * (double) Levels.CHANNELS / pixels.length);
        byte[] table = new byte[Levels.COUNT];
        for (int level = 0; level < Levels.COUNT; level++) {
            table[level] = Levels.cut(Levels.plus(level * (float) factor, mean, (float) (1 - factor)));
        }
        return Levels.mapped(pixels, table);
    }
}
