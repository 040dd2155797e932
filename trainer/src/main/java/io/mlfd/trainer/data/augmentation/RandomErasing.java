package io.mlfd.trainer.data.augmentation;

import io.mlfd.trainer.random.RandomStream;
import java.util.Optional;

/**
 * A rectangle of a normalised image that is set to 0, the mean colour: torchvision's {@code RandomErasing} with value 0 (Zhong et al.
 * 2020).
 *
 * @param probability of an image to lose one
 * @param scale of its area, as a share of the image's
 * @param ratio of its height to its width
 */
public record RandomErasing(double probability, Span scale, Span ratio) {
    private static final int TRIES = 10;

    /** Empty where the image stays whole. {@code size}: of its sides, in pixels */
    public Optional<Region> draw(RandomStream random, int size) {
        if (random.nextDouble() >= probability) {
            return Optional.empty();
        }
        for (int i = 0; i < TRIES; i++) {
            double area = (double) size * size * scale.uniform(random);
            double aspect = ratio.uniformInLogarithm(random);
            int height = (int) Math.rint(Math.sqrt(area * aspect));
            int width = (int) Math.rint(Math.sqrt(area / aspect));
            if (height < size && width < size) {
                int top = random.nextInt(size - height + 1);
                return Optional.of(new Region(top, random.nextInt(size - width + 1), height, width));
            }
        }
        return Optional.empty();
    }
}
