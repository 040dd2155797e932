package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class ImageBatchesTest {
    private final TorchEngine engine;
    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE);

    ImageBatchesTest(TorchEngine engine) {
        this.engine = engine;
    }

    @Test
    void theImagesOfAStepAreKnownWithoutReadingThem() {
        ImageBatches batches = new ImageBatches(data, Orders.training(OptimizerName.SGD, 1), RandomKey.of(0, "test"));
        for (long step = 0; step < 2L * batches.stepsPerEpoch(); step++) {
            int[] indices = batches.indices(step);
            try (NDManager scope = engine.step()) {
                ImageBatches.Images images = batches.batch(step, scope);
                assertThat(indices).isEqualTo(images.indices());
                assertThat(images.arrays().labels().toLongArray())
                        .isEqualTo(Arrays.stream(indices)
                                .mapToLong(data.train()::label)
                                .toArray());
            }
        }
    }
}
