package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.result.Metric;
import io.mlfd.trainer.data.Augmentation;
import io.mlfd.trainer.data.Batch;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.BatchAssembler;
import io.mlfd.trainer.data.BatchesAhead;
import io.mlfd.trainer.data.ChannelStatistics;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Sampler;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.stop.StopSignal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs images through a network as they are, in their order, without recording. Polls the stop signal in every batch. */
public final class Evaluator {
    private static final int SMALL_IMAGES = 200;

    private final TorchEngine engine;
    private final StopSignal stop;

    public Evaluator(TorchEngine engine, StopSignal stop) {
        this.engine = engine;
        this.stop = stop;
    }

    /** Takes what was computed from one batch of images. */
    @FunctionalInterface
    public interface BatchConsumer {
        /**
         * @param arrays images (N, 3, S, S), normalised, and labels (N)
         * @param first index of the first image of the batch
         * @param scope closed after the call
         */
        void accept(BatchArrays arrays, int first, NDManager scope);
    }

    /** Passes all images by, in batches. */
    public void forEachBatch(DataSetImages images, ChannelStatistics statistics, BatchConsumer consumer) {
        if (images.count() == 0) {
            return;
        }
        int batchSize = Math.min(Batch.inferenceSize(SMALL_IMAGES, images.size()), images.count());
        Sampler sampler = Sampler.inOrder(images.count(), batchSize);
        // Nothing is random about images as they are; the key is never asked.
        BatchAssembler assembler =
                new BatchAssembler(images, statistics, Augmentation.NONE, RandomKey.of(0, "evaluation"));
        BatchesAhead<Batch> batches = new BatchesAhead<>(
                images.workers(),
                () -> assembler.allocate(batchSize),
                Batch.bytes(batchSize, images.size()),
                (batch, step) -> assembler.fill(batch, sampler.batch(step), 0),
                sampler.stepsPerEpoch());
        for (int step = 0; step < sampler.stepsPerEpoch(); step++) {
            stop.check();
            Batch batch = batches.get(step);
            int first = step * batchSize;
            try (NDManager scope = engine.step()) {
                Autograd.withoutRecording(() -> consumer.accept(BatchArrays.of(scope, batch), first, scope));
            }
        }
    }

    /**
     * What a network says of images.
     *
     * @param labels the block of logits that the images' own labels are
     */
    public Evaluation evaluate(Network network, DataSetImages images, ChannelStatistics statistics, LabelBlock labels) {
        return evaluate(batch -> network.forward(batch, Mode.EVAL).logits(), images, statistics, labels);
    }

    /** As above for any function from images (N, 3, S, S) to logits (N, K). */
    public Evaluation evaluate(
            Function<NDArray, NDArray> logits, DataSetImages images, ChannelStatistics statistics, LabelBlock labels) {
        return evaluateAll(batch -> List.of(logits.apply(batch)), 1, images, statistics, labels)
                .get(0);
    }

    /** What a network of a data set's own classes comes to on its validation split; none where there is no such split. */
    public List<Validation> validate(Network network, String dataset, LoadedDataSet data) {
        return validate(images -> network.forward(images, Mode.EVAL).logits(), dataset, data);
    }

    /**
     * As above for any classifier.
     *
     * @param logits from images (N, 3, S, S) to logits (N, K)
     */
    public List<Validation> validate(Function<NDArray, NDArray> logits, String dataset, LoadedDataSet data) {
        LabelBlock labels = LabelBlock.all(data.train().classNames().size());
        return data.validation().stream()
                .map(images ->
                        evaluate(logits, images, data.statistics(), labels).validation(dataset, Metric.TOP1))
                .toList();
    }

    /**
     * As above for several classifiers that have a forward pass in common.
     *
     * @param logits from images (N, 3, S, S) to {@code count} times logits (N, K)
     * @return one evaluation each, in that order
     */
    public List<Evaluation> evaluateAll(
            Function<NDArray, List<NDArray>> logits,
            int count,
            DataSetImages images,
            ChannelStatistics statistics,
            LabelBlock labels) {
        List<Evaluation.Builder> evaluations = Stream.generate(() -> new Evaluation.Builder(labels))
                .limit(count)
                .toList();
        forEachBatch(images, statistics, (arrays, first, scope) -> {
            List<NDArray> each = logits.apply(arrays.images());
            for (int i = 0; i < count; i++) {
                evaluations.get(i).add(each.get(i), arrays.labels());
            }
        });
        return evaluations.stream().map(Evaluation.Builder::build).toList();
    }
}
