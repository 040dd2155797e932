package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Loading;
import io.mlfd.trainer.data.LocalImages;
import io.mlfd.trainer.data.Selection;
import io.mlfd.trainer.data.Workers;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.ImageBatches.Images;
import io.mlfd.trainer.time.Ticker;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training from images in files sees bit by bit what training from memory does, whoever reads them. */
@ExtendWith(EngineExtension.class)
class ImagesInFilesTest {
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 3);
    private static final RandomKey KEY = RandomKey.of(3, "student");
    private static final int VIEWS = 2;

    @TempDir
    private Path temporary;

    private final NDManager manager;
    private Path root;

    ImagesInFilesTest(NDManager manager) {
        this.manager = manager;
    }

    @BeforeEach
    void noise() throws IOException {
        root = temporary.toRealPath();
        SplittableRandom random = new SplittableRandom(5);
        for (String label : List.of("a", "b", "c")) {
            for (int i = 0; i < 11; i++) {
                Path file = root.resolve("set/" + (i < 9 ? "train" : "test") + "/" + label + "/" + i + ".png");
                BufferedImage image = new BufferedImage(20, 12, BufferedImage.TYPE_INT_RGB);
                for (int pixel = 0; pixel < 240; pixel++) {
                    image.setRGB(pixel % 20, pixel / 20, random.nextInt());
                }
                Files.createDirectories(file.getParent());
                ImageIO.write(image, "png", file.toFile());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void everyBatchIsTheOneOfMemory(int threads) {
        LoadedDataSet held = load(1 << 20, Workers.none());
        try (Workers workers = threads == 0 ? Workers.none() : Workers.of(threads, Ticker.startingAt(Duration.ZERO))) {
            LoadedDataSet read = load(0, workers);
            assertThat(held.pixelBytes()).isPositive();
            assertThat(read.pixelBytes()).isZero();
            ImageBatches expected = new ImageBatches(held, TRAINING, KEY, VIEWS);
            ImageBatches actual = new ImageBatches(read, TRAINING, KEY, VIEWS);

            for (long step = 0; step < 3L * expected.stepsPerEpoch(); step++) {
                try (NDManager scope = manager.newSubManager()) {
                    List<Images> one = expected.views(step, scope);
                    List<Images> other = actual.views(step, scope);
                    for (int view = 0; view < VIEWS; view++) {
                        assertThat(other.get(view).arrays().images().toFloatArray())
                                .as("step %d, view %d", step, view)
                                .isEqualTo(one.get(view).arrays().images().toFloatArray());
                        assertThat(other.get(view).arrays().labels().toLongArray())
                                .isEqualTo(one.get(view).arrays().labels().toLongArray());
                    }
                }
            }
        }
    }

    private LoadedDataSet load(long memory, Workers workers) {
        return LocalImages.folder(root, "set", Selection.ALL)
                .list(0, StopSignal.never())
                .load(new Loading(Orders.INPUT_SIZE, memory, workers, Optional.empty()), StopSignal.never());
    }
}
