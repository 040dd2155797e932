package io.mlfd.trainer.data.augmentation;

/** Turns every colour around the wheel by {@code turns} of it, -0.5 to 0.5: torchvision's {@code adjust_hue}. */
record Hue(double turns) implements PixelOperation {
    private static final int SECTORS = 6;
    /** What a level from 0 to 1 is multiplied with before it is cut, so that each of 256 levels has as much room. */
    private static final float ROOM = (float) (Levels.HIGHEST + 1.0 - 1e-3);

    @Override
    public byte[] of(byte[] pixels, int size) {
        float share = (float) (1.0 / Levels.HIGHEST);
        byte[] changed = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i += Levels.CHANNELS) {
            float red = (pixels[i] & 0xff) * share;
            float green = (pixels[i + 1] & 0xff) * share;
            float blue = (pixels[i + 2] & 0xff) * share;
            float highest = Math.max(red, Math.max(green, blue));
            float lowest = Math.min(red, Math.min(green, blue));
            float saturation = highest == lowest ? 0 : (highest - lowest) / highest;
            write(changed, i, turned(hue(red, green, blue, highest, lowest)), saturation, highest);
        }
        return changed;
    }

    /** From 0 to 1; 0 is red. */
    private static float hue(float red, float green, float blue, float highest, float lowest) {
        float range = highest == lowest ? 1 : highest - lowest;
        float fromRed = (highest - red) / range;
        float fromGreen = (highest - green) / range;
        float fromBlue = (highest - blue) / range;
        float sector;
        if (highest == red) {
            sector = fromBlue - fromGreen;
        } else if (highest == green) {
            sector = fromRed + 2 - fromBlue;
        } else {
            sector = fromGreen + 4 - fromRed;
        }
        return (sector * (1f / SECTORS) + 1) % 1;
    }

    private float turned(float hue) {
        float turned = (hue + (float) turns) % 1;
        return turned < 0 ? turned + 1 : turned;
    }

    private static void write(byte[] pixels, int at, float hue, float saturation, float value) {
        float inSectors = hue * SECTORS;
        float sector = (float) Math.floor(inSectors);
        float part = saturation * (inSectors - sector);
        byte full = level(value);
        byte least = level((1 - saturation) * value);
        byte falling = level((1 - part) * value);
        byte rising = level((part + (1 - saturation)) * value);
        switch ((int) sector % SECTORS) {
            case 0 -> write(pixels, at, full, rising, least);
            case 1 -> write(pixels, at, falling, full, least);
            case 2 -> write(pixels, at, least, full, rising);
            case 3 -> write(pixels, at, least, falling, full);
            case 4 -> write(pixels, at, rising, least, full);
            default -> write(pixels, at, full, least, falling);
        }
    }

    private static void write(byte[] pixels, int at, byte red, byte green, byte blue) {
        pixels[at] = red;
        pixels[at + 1] = green;
        pixels[at + 2] = blue;
    }

    private static byte level(float share) {
        return (byte) (int) (Math.max(0f, Math.min(1f, share)) * ROOM);
    }
}
