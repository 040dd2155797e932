package io.mlfd.trainer.cli.kubectl;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks again and again, which takes no right to watch and outlives a connection that breaks off. */
final class Looks {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private Looks() {}

    /** @return what was looked for; empty when the time was over first */
    static <T> Optional<T> until(Duration limit, Consumer<Duration> pause, Supplier<Optional<T>> look) {
        Optional<T> seen = look.get();
        for (Duration waited = Duration.ZERO;
                seen.isEmpty() && waited.compareTo(limit) < 0;
                waited = waited.plus(PAUSE)) {
            pause.accept(PAUSE);
            seen = look.get();
        }
        return seen;
    }
}
