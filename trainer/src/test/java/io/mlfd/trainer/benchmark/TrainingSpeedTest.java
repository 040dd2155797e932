package io.mlfd.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.benchmark.TrainingSpeed.Speed;
import io.mlfd.trainer.benchmark.TrainingSpeed.Work;
import io.mlfd.trainer.engine.TestDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the program still measures, in a size in which its figures say nothing. {@code -Dmlfd.benchmark.speed=resnet8/32/64}
 * measures a network at a number of pixels and of images in a batch; several are separated by commas. {@code
 * src/bench/training-speed} does so beside PyTorch.
 */
class TrainingSpeedTest {
    private static final int EPOCHS = 8;
    private static final int STEPS_AN_EPOCH = 20;
    private static final int CLASSES = 10;

    @TempDir
    private Path folder;

    @Test
    void trainingIsMeasured() throws IOException {
        String asked = System.getProperty("mlfd.benchmark.speed", "");
        List<Work> works = asked.isEmpty()
                ? List.of(new Work("resnet8", 8, 10, 2, 3))
                : Arrays.stream(asked.split(",")).map(TrainingSpeedTest::work).toList();
        TrainingSpeed program =
                new TrainingSpeed(folder, TestDevice.choice(), Integer.getInteger("mlfd.benchmark.threads", 1));
        List<Speed> speeds = new ArrayList<>();
        for (Work work : works) {
            speeds.add(program.of(work));
        }

        StringBuilder table = new StringBuilder(
                "training speed of the product\n" + speeds.get(0).made()
                        + "\n| network | pixels | batch | images a second | a step |\n| --- | --- | --- | --- | --- |\n");
        speeds.forEach(speed -> table.append(speed.row()).append('\n'));
        System.out.println(table);
        assertThat(speeds)
                .allSatisfy(speed -> assertThat(speed.imagesPerSecond()).isPositive());
    }

    private static Work work(String text) {
        String[] parts = text.split("/");
        int batch = Integer.parseInt(parts[2]);
        return new Work(parts[0], Integer.parseInt(parts[1]), batch, batch * STEPS_AN_EPOCH / CLASSES, EPOCHS);
    }
}
