package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.GeneratedSource;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Loading;
import io.mlfd.trainer.data.Selection;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Over 24 images of six classes in batches of 8. */
@ExtendWith(EngineExtension.class)
class ImagePairsTest {
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 1);
    private static final RandomKey KEY = RandomKey.of(0, "test");

    private final TorchEngine engine;
    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE);

    ImagePairsTest(TorchEngine engine) {
        this.engine = engine;
    }

    @Test
    void inBatchesOfPairsEveryImageMeetsAnotherOfItsClass() {
        ImageBatches batches = ImageBatches.ofPairs("shapes", data, TRAINING, KEY);
        assertThat(batches.stepsPerEpoch()).isEqualTo(3);
        for (long step = 0; step < 6; step++) {
            try (NDManager scope = engine.step()) {
                long[] labels = batches.batch(step, scope).arrays().labels().toLongArray();
                assertThat(labels).hasSize(8);
                for (int pair = 0; pair < labels.length; pair += 2) {
                    assertThat(labels[pair]).isEqualTo(labels[pair + 1]);
                }
            }
        }
    }

    @Test
    void aClassOfOneImageIsToldWithItsDataSet() {
        Selection one = new Selection(List.of(), OptionalInt.of(1), OptionalInt.of(1), OptionalDouble.empty());
        LoadedDataSet few = new GeneratedSource(GeneratedKind.SHAPES, one)
                .list(0, StopSignal.never())
                .load(Loading.of(Orders.INPUT_SIZE, 1 << 20), StopSignal.never());
        assertThatThrownBy(() -> ImageBatches.ofPairs("shapes", few, TRAINING, KEY))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "data set \"shapes\": class \"circle\" has 1 training image, and a pair needs 2; add images,"
                                + " raise trainPerClass, lower validation, or leave the class out of classes");
    }
}
