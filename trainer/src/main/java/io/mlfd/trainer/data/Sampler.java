package io.mlfd.trainer.data;

import io.mlfd.trainer.random.RandomKey;
import java.util.Arrays;
import java.util.Optional;
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

    private Sampler(int count, int batchSize, LastBatch lastBatch, Optional<RandomKey> key) {
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
        this.order = new EpochOrder(epoch -> order(count, key, epoch));
    }

    /** Batches in a new random order every epoch; {@code key} is that of the seed and the stage. */
    public static Sampler shuffled(int count, int batchSize, LastBatch lastBatch, RandomKey key) {
        return new Sampler(count, batchSize, lastBatch, Optional.of(key.with("shuffle")));
    }

    /** Every image once an epoch in the order of the data set, for evaluation and caches. */
    public static Sampler inOrder(int count, int batchSize) {
        return new Sampler(count, batchSize, LastBatch.KEEP, Optional.empty());
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

    private static int[] order(int count, Optional<RandomKey> key, long epoch) {
        return key.map(known -> known.with(epoch).stream().permutation(count))
                .orElseGet(() -> IntStream.range(0, count).toArray());
    }

    static long requireStep(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step " + step + ": must be 0 or more");
        }
        return step;
    }
}
