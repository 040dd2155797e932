package io.mlfd.trainer.data.augmentation;

/** Inverts levels from {@code threshold} on: torchvision's {@code solarize}. */
record Solarize(double threshold) implements PixelOperation {
    @Override
    public byte[] of(byte[] pixels, int size) {
        byte[] table = new byte[Levels.COUNT];
        for (int level = 0; level < Levels.COUNT; level++) {
            table[level] = (byte) (level >= (float) threshold ? Levels.HIGHEST - level : level);
        }
        return Levels.mapped(pixels, table);
    }
}
