package io.mlfd.trainer.data.augmentation;

/** Stretches each channel to all levels; one that has a single level stays: torchvision's {@code autocontrast}. */
record AutoContrast() implements PixelOperation {
    @Override
    public byte[] of(byte[] pixels, int size) {
        byte[] changed = new byte[pixels.length];
        for (int channel = 0; channel < Levels.CHANNELS; channel++) {
            int lowest = Levels.HIGHEST;
            int highest = 0;
            for (int i = channel; i < pixels.length; i += Levels.CHANNELS) {
                int level = pixels[i] & 0xff;
                lowest = Math.min(lowest, level);
                highest = Math.max(highest, level);
            }
            float least = highest == lowest ? 0 : lowest;
            float unit = highest == lowest ? 1 : (highest - lowest) * (float) (1.0 / Levels.HIGHEST);
            for (int i = channel; i < pixels.length; i += Levels.CHANNELS) {
                changed[i] = Levels.cut(((pixels[i] & 0xff) - least) / unit);
            }
        }
        return changed;
    }
}
