package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.trainer.data.Batch;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.BatchAssembler;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Sampler;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class UnionBatchesTest {
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 1);
    private static final RandomKey KEY = RandomKey.of(3, "union");
    private static final int SIZE = 64;
    private static final int SETS = 4;

    private final NDManager manager;
    private final LoadedDataSet shapes = FewImages.of(GeneratedKind.SHAPES, SIZE);

    UnionBatchesTest(NDManager manager) {
        this.manager = manager;
    }

    @Test
    void memoryIsThatOfOneBatchHoweverManyDataSetsThereAre() {
        long batch = 4L * 3 * SIZE * SIZE * TRAINING.batchSize();
        long before = directBytes();
        UnionBatches batches = new UnionBatches(space(), TRAINING, KEY);
        assertThat(directBytes() - before).isLessThan(2 * batch);
        assertThat(batches.stepsPerEpoch()).isPositive();
    }

    @Test
    void everyDataSetsImagesLieInItsOwnPartOfTheBatch() {
        LabelSpace space = space();
        UnionBatches batches = new UnionBatches(space, TRAINING, KEY);
        int count = shapes.train().count();
        Sampler sampler = Sampler.shuffled(
                SETS * count, TRAINING.batchSize(), ImageBatches.lastBatch(SETS * count, TRAINING.batchSize()), KEY);
        for (int step = 0; step < batches.stepsPerEpoch(); step++) {
            BatchArrays found = batches.batch(step, manager);
            List<Float> images = new ArrayList<>();
            List<Long> labels = new ArrayList<>();
            for (int set = 0; set < SETS; set++) {
                for (int index : sampler.batch(step)) {
                    if (index / count == set) {
                        add(space.blocks().get(set), index % count, images, labels);
                    }
                }
            }
            assertThat(found.images().toFloatArray()).isEqualTo(array(images));
            assertThat(found.labels().toLongArray())
                    .isEqualTo(labels.stream().mapToLong(i -> i).toArray());
        }
    }

    private static void add(LabelSpace.Block block, int image, List<Float> images, List<Long> labels) {
        BatchAssembler assembler = new BatchAssembler(
                block.data().train(), block.data().statistics(), Augmentations.of(TRAINING), KEY.with(block.dataset()));
        Batch one = assembler.allocate(1);
        assembler.fill(one, new int[] {image}, 0);
        for (int i = 0; i < one.images().limit(); i++) {
            images.add(one.images().get(i));
        }
        labels.add(block.labels().first() + one.labels()[0]);
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    private LabelSpace space() {
        int classes = shapes.train().classNames().size();
        List<LabelSpace.Block> blocks = new ArrayList<>();
        for (int set = 0; set < SETS; set++) {
            blocks.add(new LabelSpace.Block("set" + set, new LabelBlock(set * classes, classes), shapes));
        }
        return new LabelSpace(blocks);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
