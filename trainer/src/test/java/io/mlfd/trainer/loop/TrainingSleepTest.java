package io.mlfd.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.random.RandomKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that sleeps trains no images, and is no slower for it. */
class TrainingSleepTest {
    @TempDir
    private Path root;

    @Test
    void ratesAreThoseOfATrainingThatNobodyInterrupted() {
        Trained rested = train("rested", Duration.ofHours(8));
        Trained awake = train("awake", Duration.ZERO);

        assertThat(rested.imagesPerSecond().orElseThrow())
                .isCloseTo(awake.imagesPerSecond().orElseThrow(), within(1e-9));
        assertThat(rested.curve().get(1).seconds())
                .isCloseTo(awake.curve().get(1).seconds(), within(1e-9));
    }

    /** Sleeps in the midst of the sixth step. */
    private Trained train(String name, Duration sleep) {
        List<String> lines = new ArrayList<>();
        Points points = Points.plain();
        TestHost host = TestHost.in(root.resolve(name), 3600, points::stopRequested, lines::add);
        AtomicReference<Duration> slept = new AtomicReference<>(Duration.ZERO);
        TestHost sleeping = new TestHost(
                host.folder(),
                host.checkpointSeconds(),
                host.stop(),
                host.clock(),
                () -> host.ticker().elapsed().plus(slept.get()),
                host.progress());
        AtomicInteger steps = new AtomicInteger();
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.manager().newSubManager()) {
            points.build(manager, () -> {
                if (steps.incrementAndGet() == 6) {
                    slept.set(sleep);
                }
            });
            return new TrainingLoop(sleeping, engine, LoopSettings.plain(3), RandomKey.of(1, "test")).train(points);
        }
    }
}
