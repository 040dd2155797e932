package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Progress;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.trainer.cache.CacheBuilder;
import io.mlfd.trainer.cache.CacheDescription;
import io.mlfd.trainer.cache.CacheDescription.FrozenNetwork;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.cache.CacheException;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.data.Augmentation;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.Batch;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.BatchAssembler;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.supervised.FinishedUnion;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The caches of all experts' features, one per data set under {@code cache/<key>}. A cache is named by the experts'
 * weights and the one data set, so that the stage that distils into a student finds, checks and if need be rebuilds its own
 * without loading any other data set.
 */
final class ExpertCaches {
    private static final long SHARD_BYTES = 64 << 20;
    private static final int SMALL_IMAGES = 64;

    private final StageContext context;
    private final TorchEngine engine;
    private final JointShape shape;
    private final FreeSpace space;

    ExpertCaches(StageContext context, TorchEngine engine, JointShape shape, FreeSpace space) {
        this.context = context;
        this.engine = engine;
        this.shape = shape;
        this.space = space;
    }

    /**
     * Finds or builds the caches of some data sets. Experts are loaded only when there is something to build, and are gone
     * afterwards.
     *
     * @throws io.mlfd.trainer.storage.StorageException before anything is built, when the volume is too small
     */
    OpenCaches open(List<String> datasets) {
        Map<String, CacheBuilder> builders = new LinkedHashMap<>();
        datasets.forEach(dataset -> builders.put(dataset, builder(dataset)));
        requireSpace(
                builders.values().stream().mapToLong(CacheBuilder::missingBytes).sum());
        Map<String, FeatureCache> caches = new LinkedHashMap<>();
        try (NDManager experts = engine.manager().newSubManager()) {
            LazyExperts lazy = new LazyExperts(experts);
            builders.forEach((dataset, builder) -> caches.put(dataset, build(dataset, builder, lazy)));
        }
        return new OpenCaches(caches);
    }

    private CacheBuilder builder(String dataset) {
        CacheDescription description = description(context.data(dataset));
        Path folder = context.runFolder().resolve(VolumeLayout.cacheFolder(description.key()));
        return new CacheBuilder(folder, description, context.folder().files(), context.progress()::say);
    }

    private CacheDescription description(LoadedDataSet data) {
        List<FrozenNetwork> networks = positions()
                .mapToObj(position -> new FrozenNetwork(shape.name(position), digest(expert(position))))
                .toList();
        List<SplitRows> splits = new ArrayList<>();
        splits(data).forEach((split, images) -> splits.add(new SplitRows(split, images.count())));
        return CacheDescription.of(
                TrainJointTeacher.NUMERICS,
                context.order().seed(),
                data.fingerprint(),
                networks,
                shape.segments(),
                splits,
                SHARD_BYTES);
    }

    private FeatureCache build(String dataset, CacheBuilder builder, LazyExperts experts) {
        LoadedDataSet data = context.data(dataset);
        Map<Split, int[]> labels = new EnumMap<>(Split.class);
        splits(data).forEach((split, images) -> labels.put(split, images.labels()));
        Images images = new Images(data);
        try {
            return builder.build(
                    (split, first, count) -> images.values(experts, split, first, count),
                    labels,
                    images.batch.capacity(),
                    (done, all) -> {
                        context.stop().check();
                        context.progress().report(progress("caching features of " + dataset, done, all));
                    });
        } catch (CacheException e) {
            throw new BadInputException("data set " + dataset + ": " + e.getMessage());
        }
    }

    private static Progress progress(String activity, long done, long all) {
        return new Progress(activity, 1, 1, done, all, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void requireSpace(long needed) {
        if (needed > 0) {
            space.require(context.runFolder(), needed, "the cache of the experts' features");
        }
    }

    private IntStream positions() {
        return IntStream.range(0, shape.networks());
    }

    private FinishedStage expert(int position) {
        return position < shape.experts().size()
                ? context.input(StageKind.TEACHER, shape.name(position))
                : FinishedUnion.of(context, shape.network(position).spec()).stage();
    }

    private static String digest(FinishedStage teacher) {
        String file = teacher.selectedWeights().getFileName().toString();
        return teacher.result().weights().stream()
                .filter(weights -> weights.file().equals(file))
                .map(WeightsFile::digest)
                .findFirst()
                .orElseThrow(() -> new BadInputException(teacher.folder() + ": its result names no " + file));
    }

    private static Map<Split, DataSetImages> splits(LoadedDataSet data) {
        Map<Split, DataSetImages> splits = new EnumMap<>(Split.class);
        splits.put(Split.TRAIN, data.train());
        data.validation().ifPresent(images -> splits.put(Split.VALIDATION, images));
        splits.put(Split.TEST, data.test());
        return splits;
    }

    /** The experts, read when the first image needs them. */
    private final class LazyExperts {
        private final NDManager owner;
        private Optional<FrozenExperts> loaded = Optional.empty();

        LazyExperts(NDManager owner) {
            this.owner = owner;
        }

        FrozenExperts get() {
            if (loaded.isEmpty()) {
                loaded = Optional.of(new FrozenExperts(
                        shape, positions().mapToObj(this::load).toList()));
            }
            return loaded.get();
        }

        private Network load(int position) {
            FinishedStage expert = expert(position);
            // A union network has one softmax over the classes of all data sets.
            int classes = expert.result().data().stream()
                    .mapToInt(data -> data.classNames().size())
                    .sum();
            return NetworkFiles.load(
                    context.folder().stored(), expert.selectedWeights(), shape.network(position), classes, owner);
        }
    }

    /** The images of a data set as they are. */
    private final class Images {
        private final Map<Split, BatchAssembler> assemblers = new EnumMap<>(Split.class);
        private final Batch batch;

        Images(LoadedDataSet data) {
            // Nothing is random about images as they are; the key is never asked.
            RandomKey unused = RandomKey.of(0, "cache");
            splits(data)
                    .forEach((split, images) -> assemblers.put(
                            split, new BatchAssembler(images, data.statistics(), Augmentation.NONE, unused)));
            batch = assemblers
                    .get(Split.TRAIN)
                    .allocate(Batch.inferenceSize(SMALL_IMAGES, data.train().size()));
        }

        List<float[]> values(LazyExperts experts, Split split, int first, int count) {
            assemblers
                    .get(split)
                    .fillAtOnce(batch, IntStream.range(first, first + count).toArray(), 0);
            try (NDManager scope = engine.step()) {
                return experts.get().values(BatchArrays.of(scope, batch).images());
            }
        }
    }
}
