package io.mlfd.trainer.data;

import io.mlfd.trainer.data.augmentation.Mixture;
import io.mlfd.trainer.data.augmentation.RandomMixing;
import io.mlfd.trainer.random.RandomKey;
import java.util.stream.IntStream;

/**
 * Mixes every image of a batch with the one before it, as torchvision does; the first one with the last. The mixture is a pure function of
 * key and step, and the same for all images of a batch and for all views of it. Safe for use by several threads on different
 * batches.
 */
public final class BatchMixer {
    private final RandomMixing mixing;
    private final int classes;
    private final RandomKey key;

    /**
     * @param classes K
     * @param key that of the order of images
     */
    public BatchMixer(RandomMixing mixing, int classes, RandomKey key) {
        this.mixing = mixing;
        this.classes = classes;
        this.key = key.with("mixing");
    }

    /** Mixes a filled batch in its memory: its labels are shares (N, K) from then on. {@code step}: from 0, over all epochs */
    public void mix(Batch batch, long step) {
        mix(batch, IntStream.range(0, batch.count()).toArray(), step);
    }

    /** As above. {@code order}: which image is the first, the second and so on, where they lie in another order */
    public void mix(Batch batch, int[] order, long step) {
        Mixture mixture = mixing.draw(key.with(step).stream(), batch.size());
        batch.mix(mixture, order, classes);
    }
}
