package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.trainer.data.Augmentation;
import io.mlfd.trainer.data.Batch;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.BatchAssembler;
import io.mlfd.trainer.data.BatchMixer;
import io.mlfd.trainer.data.BatchesAhead;
import io.mlfd.trainer.data.Sampler;
import io.mlfd.trainer.random.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Train batches over several data sets, mixed within the batch in proportion to their sizes. Every image is normalised with
 * its own data set's statistics; labels are those of the union.
 */
final class UnionBatches {
    private final Sampler sampler;
    private final LabelLoss labelLoss;
    private final Optional<BatchMixer> mixer;
    private final List<Member> members;
    private final BatchesAhead<Mixed> batches;

    /** A data set's assembler, and where its images begin among all. */
    private record Member(LabelSpace.Block block, int firstImage, BatchAssembler assembler) {
        int images() {
            return assembler.images().count();
        }
    }

    /** Memory for a batch, and what of it belongs to which data set. */
    private static final class Mixed {
        private final Batch memory;
        private final List<Part> parts = new ArrayList<>();

        private record Part(Member member, Batch batch) {}

        Mixed(Batch memory) {
            this.memory = memory;
        }
    }

    UnionBatches(LabelSpace space, Training training, RandomKey key) {
        List<Member> all = new ArrayList<>();
        int count = 0;
        Augmentation augmentation = Augmentations.of(training);
        for (LabelSpace.Block block : space.blocks()) {
            BatchAssembler assembler = new BatchAssembler(
                    block.data().train(), block.data().statistics(), augmentation, key.with(block.dataset()));
            all.add(new Member(block, count, assembler));
            count += assembler.images().count();
        }
        members = List.copyOf(all);
        labelLoss = labelLoss(space, training);
        mixer = Augmentations.mixer(training, space.classes(), key);
        // However a step's images are spread over the data sets, there are no more of them than a batch holds.
        int largest = Math.min(training.batchSize(), count);
        BatchAssembler first = members.get(0).assembler();
        sampler =
                Sampler.shuffled(count, training.batchSize(), ImageBatches.lastBatch(count, training.batchSize()), key);
        batches = new BatchesAhead<>(
                first.images().workers(augmentation),
                () -> new Mixed(first.allocate(largest)),
                Batch.bytes(largest, first.images().size()),
                this::fill,
                (long) training.epochs() * sampler.stepsPerEpoch());
    }

    int stepsPerEpoch() {
        return sampler.stepsPerEpoch();
    }

    /** Cross-entropy with the labels of the union. */
    LabelLoss labelLoss() {
        return labelLoss;
    }

    private static LabelLoss labelLoss(LabelSpace space, Training training) {
        List<String> names = space.blocks().stream()
                .flatMap(block -> block.data().train().classNames().stream())
                .toList();
        int[] labels = space.blocks().stream()
                .flatMapToInt(block -> Arrays.stream(block.data().train().labels())
                        .map(label -> block.labels().first() + label))
                .toArray();
        return LabelLoss.of(training, names, labels);
    }

    /** The batch of a step, data set after data set; it shares this object's memory until the next one. */
    BatchArrays batch(long step, NDManager scope) {
        NDList images = new NDList();
        NDList labels = new NDList();
        Mixed batch = batches.get(step);
        if (batch.memory.isMixed()) {
            return BatchArrays.of(scope, batch.memory);
        }
        for (Mixed.Part part : batch.parts) {
            BatchArrays arrays = BatchArrays.of(scope, part.batch());
            images.add(arrays.images());
            NDArray first = scope.create((long) part.member().block().labels().first());
            labels.add(arrays.labels().add(first));
        }
        return new BatchArrays(joined(images), joined(labels));
    }

    private void fill(Mixed batch, long step) {
        int[] indices = sampler.batch(step);
        batch.parts.clear();
        int filled = 0;
        for (Member member : members) {
            int[] own = Arrays.stream(indices)
                    .filter(i -> i >= member.firstImage() && i < member.firstImage() + member.images())
                    .map(i -> i - member.firstImage())
                    .toArray();
            if (own.length > 0) {
                Batch part = batch.memory.part(filled, own.length);
                filled += own.length;
                member.assembler().fill(part, own, sampler.epoch(step));
                batch.parts.add(new Mixed.Part(member, part));
            }
        }
        mixer.ifPresent(mixing -> {
            batch.memory.filled(labels(batch));
            mixing.mix(batch.memory, order(indices), step);
        });
    }

    /** Those of the union, data set after data set. */
    private static long[] labels(Mixed batch) {
        return batch.parts.stream()
                .flatMapToLong(part -> Arrays.stream(part.batch().labels())
                        .map(label -> part.member().block().labels().first() + label))
                .toArray();
    }

    /** Where the sampler's first, second and further image lies, so that images of all data sets are mixed with each other. */
    private int[] order(int[] indices) {
        int[] order = new int[indices.length];
        int filled = 0;
        for (Member member : members) {
            for (int i = 0; i < indices.length; i++) {
                if (indices[i] >= member.firstImage() && indices[i] < member.firstImage() + member.images()) {
                    order[i] = filled;
                    filled++;
                }
            }
        }
        return order;
    }

    private static NDArray joined(NDList parts) {
        return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts);
    }
}
