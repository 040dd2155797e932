package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchesAheadTest {
    private static final int BYTES = 8;

    @Property
    void everyStepGivesItsBatchInWhateverOrderWithWhateverWorkers(
            @ForAll @IntRange(max = 4) int threads, @ForAll @Size(max = 30) List<@IntRange(max = 20) Integer> steps) {
        try (Workers workers = threads == 0 ? Workers.none() : Workers.of(threads, Ticker.startingAt(Duration.ZERO))) {
            BatchesAhead<long[]> batches =
                    new BatchesAhead<>(workers, () -> new long[1], BYTES, (memory, step) -> memory[0] = 7 * step, 21);

            for (int step : steps) {
                assertThat(batches.get(step)).containsExactly(7L * step);
            }
        }
    }

    @Test
    void theNextBatchesAreFilledWhileOneIsUsed() throws InterruptedException {
        Set<Long> filled = ConcurrentHashMap.newKeySet();
        CountDownLatch three = new CountDownLatch(3);
        try (Workers workers = Workers.of(2, Ticker.startingAt(Duration.ZERO))) {
            BatchesAhead<long[]> batches = new BatchesAhead<>(
                    workers,
                    () -> new long[1],
                    BYTES,
                    (memory, step) -> {
                        filled.add(step);
                        three.countDown();
                    },
                    100);
            batches.get(4);

            assertThat(three.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(filled).containsExactlyInAnyOrder(4L, 5L, 6L);
        }
    }

    @Test
    void whatIsWaitedForABatchIsKnown() {
        AtomicInteger seconds = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(1);
        Ticker ticker = () -> {
            Duration now = Duration.ofSeconds(seconds.get());
            asked.countDown();
            return now;
        };
        try (Workers workers = Workers.of(1, ticker)) {
            BatchesAhead<long[]> batches = new BatchesAhead<>(
                    workers,
                    () -> new long[1],
                    BYTES,
                    (memory, step) -> {
                        if (step == 0) {
                            awaitQuietly(asked);
                            seconds.set(5);
                        }
                    },
                    100);
            assertThat(workers.waited()).isEmpty();
            batches.get(0);
            assertThat(workers.waited()).contains(Duration.ofSeconds(5));
            batches.get(1);
            assertThat(workers.waited()).contains(Duration.ofSeconds(5));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsFilledBehindTheLastStep() {
        AtomicInteger fillings = new AtomicInteger();
        try (Workers workers = Workers.of(3, Ticker.startingAt(Duration.ZERO))) {
            BatchesAhead<long[]> batches = new BatchesAhead<>(
                    workers, () -> new long[1], BYTES, (memory, step) -> fillings.incrementAndGet(), 2);
            batches.get(0);
            batches.get(1);
        }

        assertThat(fillings).hasValue(2);
    }

    @Test
    void theMemoryOfTheBatchThatIsUsedIsLeftAlone() {
        List<long[]> memories = new ArrayList<>();
        try (Workers workers = Workers.of(3, Ticker.startingAt(Duration.ZERO))) {
            BatchesAhead<long[]> batches = new BatchesAhead<>(
                    workers,
                    () -> {
                        memories.add(new long[1]);
                        return memories.get(memories.size() - 1);
                    },
                    BYTES,
                    (memory, step) -> memory[0] = step,
                    1000);
            for (int step = 0; step < 200; step++) {
                long[] batch = batches.get(step);
                Thread.onSpinWait();
                assertThat(batch[0]).isEqualTo(step);
                assertThat(batches.get(step)).isSameAs(batch);
            }
        }

        assertThat(memories).hasSize(4);
    }

    @Test
    void largeBatchesAreNotPiledUp() {
        AtomicInteger memories = new AtomicInteger();
        try (Workers workers = Workers.of(16, Ticker.startingAt(Duration.ZERO))) {
            new BatchesAhead<>(workers, memories::incrementAndGet, 100 << 20, (memory, step) -> {}, 10);
        }

        assertThat(memories).hasValue(3);
    }

    @Test
    void whatAFillingThrowsIsThrownWhereItsBatchIsAskedFor() {
        try (Workers workers = Workers.of(2, Ticker.startingAt(Duration.ZERO))) {
            BatchesAhead<long[]> batches = new BatchesAhead<>(
                    workers,
                    () -> new long[1],
                    BYTES,
                    (memory, step) -> {
                        if (step == 1) {
                            throw new BadInputException("image of step " + step);
                        }
                        memory[0] = step;
                    },
                    10);

            assertThat(batches.get(0)).containsExactly(0);
            assertThatThrownBy(() -> batches.get(1))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("image of step 1");
            assertThat(batches.get(2)).containsExactly(2);
        }
    }
}
