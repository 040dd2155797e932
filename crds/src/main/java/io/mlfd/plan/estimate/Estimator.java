package io.mlfd.plan.estimate;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.CacheRow;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Pass;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * From what works say of themselves to bytes, for a stage that computes on the CPU. Counted is a process's
 * own memory, without files that are mapped, which the kernel takes back where it is wanted. The factors were fitted to the peaks of processes; {@code src/bench/memory} measures them again, and {@code src/docs/figures.md} says how far off they are.
 */
public final class Estimator {
    private static final long MEBI = 1L << 20;

    /** A process that computes nothing. */
    private static final long JVM = 130 * MEBI;
    /** A process that has loaded the engine, with the garbage that batches leave on its heap. */
    private static final long WITH_ENGINE = 420 * MEBI;

    /** Weight and gradient, and what an update makes of them before they are replaced. */
    private static final double COPIES_OF_A_WEIGHT = 3;
    /** The average, and the weight while the average is evaluated in its place. */
    private static final int COPIES_OF_AN_AVERAGED_WEIGHT = 2;
    /** Arrays of pixels come to the old generation by being copied. */
    private static final double HEAP_OF_PIXELS = 1.2;

    /**
     * Further arrays of the largest size that a step takes: gradients, the convolutions' own copies, and what the allocator
     * cannot use again between arrays of many sizes. It goes by the largest array, not by their number or that of networks.
     */
    private static final int BESIDE_RECORDED = 15;
    /** The same of passes that no backward pass follows. */
    private static final int BESIDE_UNRECORDED = 8;

    /** Images of 32 x 32 pixels that are evaluated at once; larger ones in proportion. */
    private static final int EVALUATED_AT_ONCE = 200;
    /** Those whose features are computed at once. */
    private static final int DESCRIBED_AT_ONCE = 64;

    private static final int SMALL = 32;
    private static final int COLOURS = 3;
    /** Floats of a batch lie in a buffer and in the engine's array. */
    private static final int COPIES_OF_A_BATCH = 2;

    private static final double SPARING = 0.8;

    private static final long SHARD = 64 * MEBI;
    private static final int DIGEST = 32;

    private final Map<String, ImageCount> images;
    private final long pixelRoom;

    /**
     * @param images by data set, as far as they were counted
     * @param pixelRoom bytes that a stage keeps pixels in at most
     */
    public Estimator(Map<String, ImageCount> images, long pixelRoom) {
        this.images = Map.copyOf(images);
        this.pixelRoom = pixelRoom;
    }

    /**
     * Of a process that trains one network with AdamW, whatever it is trained on: without the pixels of a data set.
     *
     * @param inputSize pixels on each side of an image
     */
    public Estimate training(NetworkSpec network, int inputSize, int batchSize) {
        Demand demand = new ShapeSizes(inputSize).training(network);
        double copies = COPIES_OF_A_WEIGHT + moments(OptimizerName.ADAMW);
        return new Estimate(
                WITH_ENGINE,
                0,
                Math.round(Float.BYTES * copies * demand.learned()),
                working(demand, new Batches(batchSize, 0, Long.MAX_VALUE), inputSize),
                0,
                Estimate.Unknown.NOTHING);
    }

    public Estimate of(StageWork work) {
        return of(work, work.trainedWith().map(Training::batchSize).orElse(0));
    }

    /**
     * The largest batch of a stage, not above the one that it has, whose estimate leaves a fifth of some memory free, since
     * it may be off by that; empty where none does, and where nothing is trained.
     *
     * @param memory in bytes
     */
    public OptionalInt largestBatch(StageWork work, long memory) {
        int low = 0;
        int high = work.trainedWith().map(Training::batchSize).orElse(0);
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (of(work, middle).memory() <= SPARING * memory) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low == 0 ? OptionalInt.empty() : OptionalInt.of(low);
    }

    /** What a work keeps of a data set in caches, with the bytes that each takes, as far as its images were counted. */
    Map<CacheRow, Long> caches(StageWork work, DatasetWork dataset) {
        Map<CacheRow, Long> caches = new LinkedHashMap<>();
        Optional.ofNullable(images.get(dataset.name())).ifPresent(count -> work.imageSize()
                .ifPresent(size ->
                        work.demand(new ShapeSizes(size)).cached().forEach(row -> caches.put(row, cache(row, count)))));
        return caches;
    }

    private Estimate of(StageWork work, int batchSize) {
        if (work.imageSize().isEmpty()) {
            return new Estimate(JVM, 0, 0, 0, 0, Estimate.Unknown.NOTHING);
        }
        int size = work.imageSize().getAsInt();
        Demand demand = work.demand(new ShapeSizes(size));
        long pixelsOfOne = (long) COLOURS * size * size;
        List<ImageCount> counted = work.reads().stream()
                .map(DatasetWork::name)
                .flatMap(name -> Optional.ofNullable(images.get(name)).stream())
                .toList();
        long pixels = counted.stream().mapToLong(ImageCount::all).sum() * pixelsOfOne;
        long train = counted.stream().mapToLong(ImageCount::train).sum();
        boolean all = counted.size() == work.reads().size();
        int batch = (int) Math.min(batchSize, all ? Math.max(1, train) : batchSize);
        return new Estimate(
                WITH_ENGINE,
                Math.min(pixelRoom, Math.round(HEAP_OF_PIXELS * pixels)),
                weights(work, demand),
                working(demand, new Batches(batch, train, all ? evaluated(counted) : Long.MAX_VALUE), size),
                counted.stream()
                        .mapToLong(count -> demand.cached().stream()
                                .mapToLong(row -> cache(row, count))
                                .sum())
                        .sum(),
                all
                        ? Estimate.Unknown.NOTHING
                        : new Estimate.Unknown(
                                Math.round(HEAP_OF_PIXELS * pixelsOfOne),
                                demand.cached().stream()
                                        .mapToLong(row -> row.views() * rowBytes(row, 0))
                                        .sum()));
    }

    private static long weights(StageWork work, Demand demand) {
        double copies = COPIES_OF_A_WEIGHT
                + work.trainedWith()
                        .map(training -> moments(training.optimizer().name()))
                        .orElse(0)
                + (validated(work) ? 1 : 0)
                + work.trainedWith()
                        .flatMap(Training::ema)
                        .map(average -> COPIES_OF_AN_AVERAGED_WEIGHT)
                        .orElse(0);
        return Math.round(Float.BYTES * (copies * demand.learned() + demand.kept()));
    }

    private static int moments(OptimizerName optimizer) {
        return switch (optimizer) {
            case ADAMW -> 2;
            case SGD -> 1;
        };
    }

    /** The best epoch's weights are kept beside the last. */
    private static boolean validated(StageWork work) {
        return work.reads().stream()
                .anyMatch(dataset -> dataset.source().validation().isPresent());
    }

    /**
     * @param size images of a training batch
     * @param train all training images
     * @param evaluated the most images that are evaluated one after the other
     */
    private record Batches(int size, long train, long evaluated) {}

    private static long evaluated(List<ImageCount> counted) {
        return counted.stream()
                .mapToLong(count -> Math.max(count.validation(), count.test()))
                .max()
                .orElse(0);
    }

    private static long working(Demand demand, Batches batches, int size) {
        double pixels = (double) COPIES_OF_A_BATCH * COLOURS * size * size;
        double training = batches.size()
                * (values(demand.recorded(), BESIDE_RECORDED)
                        + values(demand.unrecorded(), BESIDE_UNRECORDED)
                        + (double) demand.compared() * batches.train()
                        + pixels * demand.views());
        double evaluation = Math.min(batches.evaluated(), atOnce(EVALUATED_AT_ONCE, size))
                * (values(demand.evaluated(), BESIDE_UNRECORDED) + pixels);
        double description = atOnce(DESCRIBED_AT_ONCE, size) * (values(demand.described(), BESIDE_UNRECORDED) + pixels);
        double largest = Stream.of(training, evaluation, description)
                .max(Double::compare)
                .orElseThrow();
        return Math.round(Float.BYTES * (largest + (double) demand.remembered() * batches.train()));
    }

    private static double values(Pass pass, int beside) {
        return pass.values() + (double) beside * pass.largest();
    }

    /** As the trainer's {@code Batch.inferenceSize}. {@code small}: images of 32 x 32 pixels */
    static long atOnce(int small, int size) {
        return Math.max(1, Math.min(small, (long) small * SMALL * SMALL / ((long) size * size)));
    }

    private static long rowBytes(CacheRow row, int classes) {
        return Integer.BYTES + (row.values() + (row.logits() ? classes : 0)) * row.valueBytes();
    }

    /** To the byte: a row is a label and its values, a shard ends with a digest, each view of a split begins a new one. */
    private static long cache(CacheRow row, ImageCount count) {
        long bytes = rowBytes(row, count.classes());
        long rows = Math.max(1, (SHARD - DIGEST) / bytes);
        List<Integer> splits =
                row.trainOnly() ? List.of(count.train()) : List.of(count.train(), count.validation(), count.test());
        return row.views()
                * splits.stream()
                        .mapToLong(split -> split * bytes + (split + rows - 1) / rows * DIGEST)
                        .sum();
    }
}
