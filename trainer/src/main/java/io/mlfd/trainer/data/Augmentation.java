package io.mlfd.trainer.data;

import io.mlfd.trainer.data.augmentation.PixelChange;
import io.mlfd.trainer.data.augmentation.PixelOperation;
import io.mlfd.trainer.data.augmentation.RandomErasing;
import io.mlfd.trainer.data.augmentation.RandomRegion;
import io.mlfd.trainer.data.augmentation.Region;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;
import java.util.List;
import java.util.Optional;

/**
 * Random views of train images. Every draw is a pure function of (key, epoch, image), so neither the order of images nor
 * threads nor a resume changes it; each kind of change has draws of its own, so that none moves those of another. The order is
 * that of torchvision's reference recipe: a part of the image or a padded crop, the mirror, changes of pixels, and after
 * normalising what is erased.
 *
 * @param crop pixels added on each side before a window of the old size is cut out at random; 0 for none. The border has
 *     the train split's mean colour, which is 0 after normalisation: the value that says least.
 * @param flip mirror left to right in half of the draws
 * @param part what is cut out and brought to the old size
 * @param changes of pixels, in this order
 */
public record Augmentation(
        int crop,
        boolean flip,
        Optional<RandomRegion> part,
        List<PixelChange> changes,
        Optional<RandomErasing> erasing) {

    /** The images as they are. */
    public static final Augmentation NONE = new Augmentation(0, false);

    private static final String ERASING = "erasing";

    public Augmentation {
        if (crop < 0) {
            throw new IllegalArgumentException("crop " + crop + ": must be 0 or more");
        }
        changes = List.copyOf(changes);
    }

    /** With crop and flip alone. */
    public Augmentation(int crop, boolean flip) {
        this(crop, flip, Optional.empty(), List.of(), Optional.empty());
    }

    /** Whether a view takes longer than reading pixels that are in memory. */
    boolean costs() {
        return part.isPresent() || !changes.isEmpty();
    }

    View view(RandomKey key, long epoch, int image) {
        if (crop == 0 && !flip) {
            return View.AS_IS;
        }
        RandomStream random = key.with(epoch).with(image).stream();
        int left = random.nextInt(2 * crop + 1) - crop;
        int top = random.nextInt(2 * crop + 1) - crop;
        boolean mirrored = random.nextBoolean();
        return new View(left, top, flip && mirrored);
    }

    /** The pixels that a view is taken of: the image's own, or those of a part of it. */
    byte[] partOf(byte[] pixels, int size, RandomKey key, long epoch, int image) {
        return part.map(region -> {
                    Region drawn = region.draw(stream(key, epoch, image, RandomRegion.PURPOSE), size);
                    return new RgbImage(drawn.width(), drawn.height(), drawn.of(pixels, size))
                            .resize(size, size)
                            .pixels();
                })
                .orElse(pixels);
    }

    /** What the changes make of a view's pixels. */
    byte[] changed(byte[] pixels, int size, RandomKey key, long epoch, int image) {
        byte[] changed = pixels;
        for (PixelChange change : changes) {
            for (PixelOperation operation : change.draw(stream(key, epoch, image, change.purpose()), size)) {
                changed = operation.of(changed, size);
            }
        }
        return changed;
    }

    /** What a normalised view loses. */
    Optional<Region> erased(int size, RandomKey key, long epoch, int image) {
        return erasing.flatMap(random -> random.draw(stream(key, epoch, image, ERASING), size));
    }

    private static RandomStream stream(RandomKey key, long epoch, int image, String purpose) {
        return key.with(epoch).with(image).with(purpose).stream();
    }
}
