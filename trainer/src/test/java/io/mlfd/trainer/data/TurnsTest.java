package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TurnsTest {
    @Test
    @Timeout(60)
    void partsAreDoneInOrderWhoeverIsReadyFirst() {
        Turns turns = new Turns();
        List<Integer> done = new ArrayList<>();
        try (Workers workers = Workers.of(5, () -> Duration.ZERO)) {
            workers.forEach(400, i -> {
                LockSupport.parkNanos(new SplittableRandom(i).nextLong(200_000));
                turns.take(i, () -> done.add(i));
            });
        }

        assertThat(done)
                .containsExactlyElementsOf(IntStream.range(0, 400).boxed().toList());
    }

    @Test
    @Timeout(60)
    void aPartThatFailsHoldsNobodyUp() {
        Turns turns = new Turns();
        assertThatThrownBy(() -> turns.take(0, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        List<Integer> done = new ArrayList<>();

        turns.take(1, () -> done.add(1));

        assertThat(done).containsExactly(1);
    }
}
