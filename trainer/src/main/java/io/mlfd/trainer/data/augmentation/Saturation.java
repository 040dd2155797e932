package io.mlfd.trainer.data.augmentation;

/** Away from the pixel's own grey, or with a {@code factor} below 1 towards it: torchvision's {@code adjust_saturation}. */
record Saturation(double factor) implements PixelOperation {
    @Override
    public byte[] of(byte[] pixels, int size) {
        float own = (float) factor;
        float other = (float) (1 - factor);
        byte[] changed = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i += Levels.CHANNELS) {
            float grey = Levels.grey(pixels, i);
            for (int channel = i; channel < i + Levels.CHANNELS; channel++) {
                changed[channel] = Levels.cut(Levels.plus((pixels[channel] & 0xff) * own, grey, other));
            }
        }
        return changed;
    }
}
