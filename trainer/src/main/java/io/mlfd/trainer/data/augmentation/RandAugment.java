package io.mlfd.trainer.data.augmentation;

import io.mlfd.trainer.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Some operations of fourteen, all of one magnitude: torchvision's {@code RandAugment} with its 31 magnitudes and, as its reference
 * recipe has it, bilinear interpolation (Cubuk et al. 2020).
 *
 * @param ops how many operations an image goes through; one may be drawn again
 * @param magnitude 0 to 30
 */
public record RandAugment(int ops, int magnitude) implements PixelChange {
    private static final int STEPS = 30;

    /** What may be drawn, in torchvision's order. */
    enum Kind {
        IDENTITY,
        SHEAR_X,
        SHEAR_Y,
        TRANSLATE_X,
        TRANSLATE_Y,
        ROTATE,
        BRIGHTNESS,
        COLOR,
        CONTRAST,
        SHARPNESS,
        POSTERIZE,
        SOLARIZE,
        AUTO_CONTRAST,
        EQUALIZE
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    @Override
    public String purpose() {
        return "randAugment";
    }

    @Override
    public List<PixelOperation> draw(RandomStream random, int size) {
        List<PixelOperation> operations = new ArrayList<>();
        for (int i = 0; i < ops; i++) {
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            operations.add(operation(kind, random.nextBoolean(), size));
        }
        return operations;
    }

    /** @param negative whether to the other side, of those kinds that have two */
    PixelOperation operation(Kind kind, boolean negative, int size) {
        int sign = negative ? -1 : 1;
        return switch (kind) {
            case IDENTITY -> (pixels, side) -> pixels;
            case SHEAR_X -> Affine.shearX(sign * upTo(0.3), size);
            case SHEAR_Y -> Affine.shearY(sign * upTo(0.3), size);
            case TRANSLATE_X -> Affine.translate((int) (sign * upTo(150.0 / 331.0 * size)), 0);
            case TRANSLATE_Y -> Affine.translate(0, (int) (sign * upTo(150.0 / 331.0 * size)));
            case ROTATE -> Affine.rotate(sign * upTo(30));
            case BRIGHTNESS -> new Brightness(1 + sign * upTo(0.9));
            case COLOR -> new Saturation(1 + sign * upTo(0.9));
            case CONTRAST -> new Contrast(1 + sign * upTo(0.9));
            case SHARPNESS -> new Sharpness(1 + sign * upTo(0.9));
            case POSTERIZE -> new Posterize((int) Math.rint(8 - magnitude / (STEPS / 4.0)));
            case SOLARIZE -> new Solarize(Levels.HIGHEST * (double) between(1, 0));
            case AUTO_CONTRAST -> new AutoContrast();
            case EQUALIZE -> new Equalize();
        };
    }

    private double upTo(double most) {
        return between(0, (float) most);
    }

    /** {@code torch.linspace(start, end, 31)[magnitude]}, from whichever end is nearer, in float32. */
    private float between(float start, float end) {
        float step = (end - start) / STEPS;
        return magnitude < (STEPS + 1) / 2 ? start + step * magnitude : end - step * (STEPS - magnitude);
    }
}
