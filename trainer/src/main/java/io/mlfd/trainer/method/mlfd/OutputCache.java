package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.mlfd.CachedOutputs;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.trainer.cache.CacheBuilder;
import io.mlfd.trainer.cache.CacheDescription;
import io.mlfd.trainer.cache.CacheDescription.AugmentedViews;
import io.mlfd.trainer.cache.CacheDescription.FrozenNetwork;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.cache.ImageRange;
import io.mlfd.trainer.cache.Precision;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.method.mlfd.OutputSource.ExpertFeatures;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.supervised.ClassifierTraining;
import io.mlfd.trainer.supervised.ImageBatches;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What T* says of the train images of a student, computed once: the maps of all levels and the logits. Named by everything
 * that decides it, the experts' and T*'s weights among them. Of images as they are it comes from the cache of the experts'
 * features, of views from the experts.
 */
final class OutputCache {
    private final StageContext context;
    private final TorchEngine engine;
    private final Distill work;
    private final CachedOutputs kept;
    private final FreeSpace space;
    private final JointShape shape;
    private final StoredTeacher teacher;
    private final CacheFolders folders;
    private final LoadedDataSet data;

    OutputCache(StageContext context, TorchEngine engine, Distill work, CachedOutputs kept, FreeSpace space) {
        this.context = context;
        this.engine = engine;
        this.work = work;
        this.kept = kept;
        this.space = space;
        this.shape = JointShape.of(work.joint());
        this.teacher = new StoredTeacher(context, shape, work.dataset().name());
        this.folders = new CacheFolders(context, space);
        this.data = context.data(teacher.dataset());
    }

    /**
     * Finds or builds the cache. T* and what it looks at are read only when there is something to build, and are gone
     * afterwards.
     *
     * @throws io.mlfd.trainer.storage.StorageException before anything is built, when the volume is too small
     */
    FeatureCache open() {
        CacheBuilder builder = folders.builder(description());
        folders.requireSpace(builder.missingBytes(), "the cache of what the joint teacher says");
        Map<Split, DataSetImages> splits = Map.of(Split.TRAIN, data.train());
        CachedImages images = images();
        try (OutputSource source = new OutputSource(
                engine,
                teacher,
                kept.views().isPresent()
                        ? owner -> new OfImages(images, owner)
                        : owner -> new OfCache(images.most()))) {
            return folders.build(
                    teacher.dataset(), splits, builder, source, images.most(), "caching what the joint teacher says");
        }
    }

    /** Frees the room of a cache that nobody reads any more. */
    void remove() {
        context.folder().files().delete(folders.folder(description()));
    }

    private CachedImages images() {
        return kept.views().isPresent()
                ? CachedImages.trainedOn(ImageBatches.assembler(data, work.training(), key()))
                : CachedImages.asTheyAre(data);
    }

    /** Of the student's images. */
    private RandomKey key() {
        return ClassifierTraining.studentKey(context, work.dataset());
    }

    private CacheDescription description() {
        FrozenNetwork joint = new FrozenNetwork("T*", StoredExperts.digest(teacher.stage()));
        return CacheDescription.of(
                work.numerics(),
                context.order().seed(),
                data.fingerprint(),
                Stream.concat(StoredExperts.named(context, shape).stream(), Stream.of(joint))
                        .toList(),
                shape.outputs(teacher.dataset(), teacher.classes()),
                CacheFolders.rows(Map.of(Split.TRAIN, data.train())),
                CacheFolders.SHARD_BYTES,
                views(),
                precision());
    }

    private Optional<AugmentedViews> views() {
        OptionalInt count = kept.views();
        return count.isEmpty()
                ? Optional.empty()
                : Optional.of(new AugmentedViews(
                        count.getAsInt(),
                        new ContractJson().write(work.training().augmentation()) + " drawn from "
                                + Long.toHexString(key().state())));
    }

    private Precision precision() {
        return switch (kept.precision()) {
            case FLOAT32 -> Precision.FLOAT32;
            case FLOAT16 -> Precision.FLOAT16;
        };
    }

    /** The experts look at images. */
    private final class OfImages implements ExpertFeatures {
        private final CachedImages images;
        private final StoredExperts experts;

        OfImages(CachedImages images, NDManager owner) {
            this.images = images;
            this.experts = new StoredExperts(context, shape, owner);
        }

        @Override
        public List<NDArray> of(ImageRange range, NDManager scope) {
            return experts.get().features(images.images(range, scope));
        }

        @Override
        public void close() {
            // What was read is its owner's.
        }
    }

    /** The experts looked at images as they are before the joint teacher was trained. */
    private final class OfCache implements ExpertFeatures {
        private final OpenCaches caches;
        private final CachedSet set;

        OfCache(int most) {
            String dataset = teacher.dataset();
            caches = new ExpertCaches(context, engine, shape, space).open(List.of(dataset));
            set = new CachedSet(dataset, data, caches.of(dataset), most, teacher.heldOut());
        }

        @Override
        public List<NDArray> of(ImageRange range, NDManager scope) {
            return set.features(range.split(), range.indices(), scope);
        }

        @Override
        public void close() {
            caches.close();
        }
    }
}
