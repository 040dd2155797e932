package io.mlfd.trainer.data.augmentation;

import io.mlfd.trainer.data.augmentation.Mixture.CutMix;
import io.mlfd.trainer.data.augmentation.Mixture.MixUp;
import io.mlfd.trainer.random.RandomStream;
import java.util.OptionalDouble;

/**
 * One {@link Mixture} for a whole batch, by mixup (Zhang et al. 2018) or CutMix (Yun et al. 2019), or where both are given one of them,
 * each in half of the batches.
 *
 * @param mixUp alpha of the beta distribution of the share that stays
 * @param cutMix likewise
 */
public record RandomMixing(OptionalDouble mixUp, OptionalDouble cutMix) {
    public RandomMixing {
        if (mixUp.isEmpty() && cutMix.isEmpty()) {
            throw new IllegalArgumentException("neither mixup nor CutMix: nothing would be mixed");
        }
    }

    /** @param size of the images' sides, in pixels */
    public Mixture draw(RandomStream random, int size) {
        boolean mixed = cutMix.isEmpty() || (mixUp.isPresent() && random.nextBoolean());
        return mixed
                ? new MixUp(new SymmetricBeta(mixUp.getAsDouble()).draw(random))
                : new CutMix(box(
                        new SymmetricBeta(cutMix.getAsDouble()).draw(random),
                        random.nextInt(size),
                        random.nextInt(size),
                        size));
    }

    /**
     * As torchvision has it: a box of the part that does not stay around a middle, without what of it lies outside.
     *
     * @param share that stays where the whole box lies inside
     */
    static Region box(double share, int x, int y, int size) {
        int half = (int) (0.5 * Math.sqrt(1 - share) * size);
        int left = Math.max(0, x - half);
        int top = Math.max(0, y - half);
        return new Region(top, left, Math.min(size, y + half) - top, Math.min(size, x + half) - left);
    }
}
