package io.mlfd.trainer.data.augmentation;

/** Levels so that each is about as frequent, channel by channel: torchvision's {@code equalize}, which is Pillow's. */
record Equalize() implements PixelOperation {
    @Override
    public byte[] of(byte[] pixels, int size) {
        byte[] changed = new byte[pixels.length];
        for (int channel = 0; channel < Levels.CHANNELS; channel++) {
            byte[] table = table(counts(pixels, channel), pixels.length / Levels.CHANNELS);
            for (int i = channel; i < pixels.length; i += Levels.CHANNELS) {
                changed[i] = table[pixels[i] & 0xff];
            }
        }
        return changed;
    }

    private static int[] counts(byte[] pixels, int channel) {
        int[] counts = new int[Levels.COUNT];
        for (int i = channel; i < pixels.length; i += Levels.CHANNELS) {
            counts[pixels[i] & 0xff]++;
        }
        return counts;
    }

    private static byte[] table(int[] counts, int pixels) {
        int highest = Levels.HIGHEST;
        while (counts[highest] == 0) {
            highest--;
        }
        int step = (pixels - counts[highest]) / Levels.HIGHEST;
        byte[] table = new byte[Levels.COUNT];
        int below = 0;
        for (int level = 0; level < Levels.COUNT; level++) {
            // Where there are too few pixels for steps, levels stay.
            table[level] = (byte) (step == 0 ? level : Math.min(Levels.HIGHEST, (below + step / 2) / step));
            below += counts[level];
        }
        if (step != 0) {
            table[0] = 0;
        }
        return table;
    }
}
