package io.mlfd.trainer.data;

import io.mlfd.trainer.random.RandomKey;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Which images make up the batch of a step. The order of an epoch is a pure function of the key and the epoch, and any step
 * can be asked for directly: a resumed stage goes on at its step without replaying what came before.
 *
 * <p>Safe for use by several threads.
 */
public final class Sampler {

    private final int count;
    private final int batchSize;
    private final int stepsPerEpoch;
    private final EpochOrder order;

    private Sampler(int count, int batchSize, LastBatch lastBatch, LongFunction<int[]> orderOfEpoch) {
        if (count < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    count + " images in batches of " + batchSize + ": both must be 1 or more");
        }
        this.count = count;
        this.batchSize = batchSize;
        this.stepsPerEpoch = stepsPerEpoch(count, batchSize, lastBatch);
        if (stepsPerEpoch == 0) {
            throw new IllegalArgumentException("batch size " + batchSize + " is more than the " + count
                    + " images and the last short batch is dropped: no batch is left; use a batch size of " + count
                    + " or less");
        }
        this.order = new EpochOrder(orderOfEpoch);
    }

    /** Batches in a new random order every epoch; {@code key} is that of the seed and the stage. */
    public static Sampler shuffled(int count, int batchSize, LastBatch lastBatch, RandomKey key) {
        RandomKey shuffle = key.with("shuffle");
        return new Sampler(count, batchSize, lastBatch, epoch -> shuffle.with(epoch).stream()
                .permutation(count));
    }

    /**
     * Batches of pairs, each of two images of one class, in a new random order every epoch: every image meets another one of
     * its class in its batch. The classes of a batch are as mixed as those of all images. Of a class with an odd number of
     * images one is not visited in an epoch, by chance; every other image is visited once.
     *
     * @param labels of all images, of which no class has only one
     * @param batchSize even; the last batch of an epoch is shorter where the pairs do not fill it
     * @param key that of the seed and the stage
     */
    public static Sampler pairs(int[] labels, int batchSize, RandomKey key) {
        if (batchSize % 2 != 0) {
            throw new IllegalArgumentException("batch size " + batchSize + ": pairs need an even number");
        }
        ClassPairs pairs = new ClassPairs(labels);
        RandomKey shuffle = key.with("pairs");
        return new Sampler(pairs.count(), batchSize, LastBatch.KEEP, epoch -> pairs.order(shuffle.with(epoch)));
    }

    /** Every image once an epoch in the order of the data set, for evaluation and caches. */
    public static Sampler inOrder(int count, int batchSize) {
        return new Sampler(count, batchSize, LastBatch.KEEP, epoch -> IntStream.range(0, count)
                .toArray());
    }

    static int stepsPerEpoch(int count, int batchSize, LastBatch lastBatch) {
        return switch (lastBatch) {
            case DROP -> count / batchSize;
            case KEEP -> (int) (((long) count + batchSize - 1) / batchSize);
        };
    }

    /** Batches in an epoch. */
    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /** The epoch, from 0, that a step, from 0 over the whole training, falls in. */
    public long epoch(long step) {
        return requireStep(step) / stepsPerEpoch;
    }

    /** The images of a step (from 0 over the whole training), as indices from 0; at most the batch size. */
    public int[] batch(long step) {
        int[] images = order.of(epoch(step));
        int start = (int) (step % stepsPerEpoch) * batchSize;
        return Arrays.copyOfRange(images, start, (int) Math.min((long) start + batchSize, count));
    }

    static long requireStep(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step " + step + ": must be 0 or more");
        }
        return step;
    }
}
