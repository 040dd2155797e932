package io.mlfd.trainer.data;

import io.mlfd.trainer.random.RandomKey;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batches over several data sets in one loop. Every batch holds images of one data set, because label spaces and heads
 * differ; every epoch visits every image of every set once (but for {@link LastBatch#DROP}), so a set takes part in
 * proportion to its size; the order of the batches is a seeded shuffle. Any step can be asked for directly, as in {@link
 * Sampler}.
 *
 * <p>Safe for use by several threads.
 */
public final class MultiSetSampler {

    private final List<Sampler> samplers;
    private final int stepsPerEpoch;
    private final EpochOrder order;

    /** A batch of one data set. */
    public static final class SetBatch {
        private final int dataSet;
        private final int[] images;

        private SetBatch(int dataSet, int[] images) {
            this.dataSet = dataSet;
            this.images = images;
        }

        /** The data set's position in the list that the sampler was made with. */
        public int dataSet() {
            return dataSet;
        }

        /** The images, as indices in that data set; a copy. */
        public int[] images() {
            return images.clone();
        }
    }

    /**
     * @param counts images of each data set
     * @param key that of the seed and the stage
     */
    public MultiSetSampler(List<Integer> counts, int batchSize, LastBatch lastBatch, RandomKey key) {
        if (counts.isEmpty()) {
            throw new IllegalArgumentException("no data set to sample from");
        }
        this.samplers = IntStream.range(0, counts.size())
                .mapToObj(set -> Sampler.shuffled(
                        counts.get(set), batchSize, lastBatch, key.with("set").with(set)))
                .toList();
        this.stepsPerEpoch = Math.toIntExact(
                samplers.stream().mapToLong(Sampler::stepsPerEpoch).sum());
        RandomKey batchOrder = key.with("batch order");
        this.order = new EpochOrder(epoch -> batchOrder.with(epoch).stream().permutation(stepsPerEpoch));
    }

    /** Batches in an epoch, all data sets together. */
    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /** The epoch, from 0, that a step, from 0 over the whole training, falls in. */
    public long epoch(long step) {
        return Sampler.requireStep(step) / stepsPerEpoch;
    }

    /** The batch of a step, from 0 over the whole training. */
    public SetBatch batch(long step) {
        long epoch = epoch(step);
        int batch = order.of(epoch)[(int) (step % stepsPerEpoch)];
        int set = 0;
        while (batch >= samplers.get(set).stepsPerEpoch()) {
            batch -= samplers.get(set).stepsPerEpoch();
            set++;
        }
        Sampler sampler = samplers.get(set);
        return new SetBatch(set, sampler.batch(epoch * sampler.stepsPerEpoch() + batch));
    }
}
