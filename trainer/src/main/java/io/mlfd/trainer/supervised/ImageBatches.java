package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.trainer.data.Augmentation;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.Batch;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.BatchAssembler;
import io.mlfd.trainer.data.BatchMixer;
import io.mlfd.trainer.data.BatchesAhead;
import io.mlfd.trainer.data.LastBatch;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Sampler;
import io.mlfd.trainer.random.RandomKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The train batches of one data set, shuffled and augmented: a pure function of key and step. A batch may be had in several
 * views: the same images in the same order, each with random changes of its own that depend on the key, the epoch, the image
 * and the number of the view, and on nothing else. Where batches are mixed all views are mixed alike, so that they have their labels in
 * common. Images may look alike again and again: in epoch e as in epoch e mod V.
 */
public final class ImageBatches {
    private static final int ALWAYS_NEW = Integer.MAX_VALUE;

    private final Sampler sampler;
    private final int looks;
    private final LabelLoss labelLoss;
    private final BatchesAhead<List<Batch>> batches;

    /** A batch and the images it was made of, as indices in the train split. */
    public static final class Images {
        private final BatchArrays arrays;
        private final int[] indices;
        private final int look;

        private Images(BatchArrays arrays, int[] indices, int look) {
            this.arrays = arrays;
            this.indices = indices;
            this.look = look;
        }

        public BatchArrays arrays() {
            return arrays;
        }

        /** In the batch's order; a copy. */
        public int[] indices() {
            return indices.clone();
        }

        /** The epoch, from 0, that they look as in. */
        public int look() {
            return look;
        }

        public int count() {
            return indices.length;
        }
    }

    /** @param key of the order of images and their augmentation */
    public ImageBatches(LoadedDataSet data, Training training, RandomKey key) {
        this(data, training, key, 1);
    }

    /**
     * @param key of the order of images and their augmentation
     * @param views of every batch, at least 1; the first is the one there would be alone
     */
    public ImageBatches(LoadedDataSet data, Training training, RandomKey key, int views) {
        this(shuffled(data.train().count(), training.batchSize(), key), data, training, key, views, ALWAYS_NEW);
    }

    /**
     * Batches whose images do not look new in every epoch.
     *
     * @param looks V: in epoch e images look as in epoch e mod V
     */
    static ImageBatches recurring(LoadedDataSet data, Training training, RandomKey key, int looks) {
        Sampler sampler = shuffled(data.train().count(), training.batchSize(), key);
        return new ImageBatches(sampler, data, training, key, 1, looks);
    }

    /**
     * What fills the batches of a training.
     *
     * @param key of the order of images and their augmentation
     */
    public static BatchAssembler assembler(LoadedDataSet data, Training training, RandomKey key) {
        return new BatchAssembler(data.train(), data.statistics(), Augmentations.of(training), key);
    }

    private ImageBatches(Sampler sampler, LoadedDataSet data, Training training, RandomKey key, int views, int looks) {
        if (views < 1 || looks < 1) {
            throw new IllegalArgumentException(views + " views, " + looks + " looks: at least 1 is needed");
        }
        this.sampler = sampler;
        this.looks = looks;
        this.labelLoss = LabelLoss.of(training, data.train());
        int largest = Math.min(training.batchSize(), data.train().count());
        Augmentation augmentation = Augmentations.of(training);
        List<BatchAssembler> assemblers = IntStream.range(0, views)
                .mapToObj(view -> assembler(data, training, viewKey(key, view)))
                .toList();
        Optional<BatchMixer> mixer =
                Augmentations.mixer(training, data.train().classNames().size(), key);
        this.batches = new BatchesAhead<>(
                data.train().workers(augmentation),
                () -> assemblers.stream()
                        .map(assembler -> assembler.allocate(largest))
                        .toList(),
                views * Batch.bytes(largest, data.train().size()),
                (memory, step) -> {
                    fill(assemblers, memory, step);
                    mixer.ifPresent(mixing -> memory.forEach(batch -> mixing.mix(batch, step)));
                },
                (long) training.epochs() * sampler.stepsPerEpoch());
    }

    private void fill(List<BatchAssembler> assemblers, List<Batch> memory, long step) {
        int[] indices = sampler.batch(step);
        for (int view = 0; view < memory.size(); view++) {
            assemblers.get(view).fill(memory.get(view), indices, look(step));
        }
    }

    private int look(long step) {
        return (int) (sampler.epoch(step) % looks);
    }

    /**
     * Batches in which every image meets another one of its class, as {@link Sampler#pairs} makes them.
     *
     * @param dataset its name, for messages
     * @param training with an even batch size
     * @throws BadInputException where a class has one train image
     */
    public static ImageBatches ofPairs(String dataset, LoadedDataSet data, Training training, RandomKey key) {
        int[] labels = data.train().labels();
        for (int label = 0; label < data.train().classNames().size(); label++) {
            int own = label;
            if (IntStream.of(labels).filter(each -> each == own).count() == 1) {
                throw new BadInputException("data set \"" + dataset + "\": class \""
                        + data.train().classNames().get(label)
                        + "\" has 1 training image, and a pair needs 2; add images, raise trainPerClass, lower"
                        + " validation, or leave the class out of classes");
            }
        }
        return new ImageBatches(Sampler.pairs(labels, training.batchSize(), key), data, training, key, 1, ALWAYS_NEW);
    }

    private static Sampler shuffled(int count, int batchSize, RandomKey key) {
        return Sampler.shuffled(count, batchSize, lastBatch(count, batchSize), key);
    }

    private static RandomKey viewKey(RandomKey key, int view) {
        return view == 0 ? key : key.with("view").with(view);
    }

    /**
     * Batch normalisation has no statistics of a single image, so a last batch of one is left out.
     *
     * @throws BadInputException when there is one image in all
     */
    static LastBatch lastBatch(int images, int batchSize) {
        if (images < 2) {
            throw new BadInputException(images + " train images: at least 2 are needed to train");
        }
        return batchSize > 1 && images % batchSize == 1 ? LastBatch.DROP : LastBatch.KEEP;
    }

    public int stepsPerEpoch() {
        return sampler.stepsPerEpoch();
    }

    /** Cross-entropy with the labels of these batches, as their training has it. */
    public LabelLoss labelLoss() {
        return labelLoss;
    }

    /**
     * The images of a step's batch, as {@link Images#indices} has them, without reading any.
     *
     * @param step from 0, over all epochs
     */
    public int[] indices(long step) {
        return sampler.batch(step);
    }

    /**
     * The batch of a step, in its first view.
     *
     * @param step from 0, over all epochs
     * @param scope holds the arrays; they share this object's memory, so it ends before the next batch is asked for
     */
    public Images batch(long step, NDManager scope) {
        return new Images(BatchArrays.of(scope, batches.get(step).get(0)), sampler.batch(step), look(step));
    }

    /** The batch of a step in all its views, in order; parameters as of {@link #batch}. */
    public List<Images> views(long step, NDManager scope) {
        int[] indices = sampler.batch(step);
        return batches.get(step).stream()
                .map(view -> new Images(BatchArrays.of(scope, view), indices, look(step)))
                .toList();
    }
}
