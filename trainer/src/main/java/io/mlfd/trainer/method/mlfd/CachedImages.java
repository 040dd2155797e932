package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.cache.ImageRange;
import io.mlfd.trainer.data.Augmentation;
import io.mlfd.trainer.data.Batch;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.BatchAssembler;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.random.RandomKey;
import java.util.EnumMap;
import java.util.Map;

/** Images that a cache is built from, a few at a time. */
final class CachedImages {
    private static final int SMALL_IMAGES = 64;

    private final Map<Split, BatchAssembler> assemblers;
    private final Batch batch;

    private CachedImages(Map<Split, BatchAssembler> assemblers) {
        this.assemblers = assemblers;
        BatchAssembler any = assemblers.get(Split.TRAIN);
        this.batch = any.allocate(Batch.inferenceSize(SMALL_IMAGES, any.images().size()));
    }

    /** All images of a data set as they are. */
    static CachedImages asTheyAre(LoadedDataSet data) {
        // Nothing is random about images as they are; the key is never asked.
        RandomKey unused = RandomKey.of(0, "cache");
        Map<Split, BatchAssembler> assemblers = new EnumMap<>(Split.class);
        CacheFolders.splits(data)
                .forEach((split, images) -> assemblers.put(
                        split, new BatchAssembler(images, data.statistics(), Augmentation.NONE, unused)));
        return new CachedImages(assemblers);
    }

    /** Train images as a training sees them: view v is how they look in epoch v. */
    static CachedImages trainedOn(BatchAssembler assembler) {
        return new CachedImages(new EnumMap<>(Map.of(Split.TRAIN, assembler)));
    }

    /** The most images at once. */
    int most() {
        return batch.capacity();
    }

    /** (N, 3, S, S) in {@code scope}, which ends before others are asked for. */
    NDArray images(ImageRange range, NDManager scope) {
        assemblers.get(range.split()).fillAtOnce(batch, range.indices(), range.view());
        return BatchArrays.of(scope, batch).images();
    }
}
