package io.mlfd.trainer.cli;

import io.mlfd.trainer.local.StopRequests;
import io.mlfd.trainer.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import sun.misc.Signal;

/**
 * Counts requests to stop this process: SIGTERM, SIGINT (Ctrl-C), SIGHUP (the terminal was closed). Installed by a command
 * once the framework is up, since the framework's own handler would end the JVM in the middle of a step; a shutdown hook
 * would race with the framework's.
 *
 * <p>However often it is asked, only a person who presses Ctrl-C again asks a second time: {@code timeout} signals a process
 * and then its whole group, and a terminal that is closed comes through the shell and through the kernel.
 */
final class Signals implements StopRequests {
    /** What a person takes at least to see that something is stopping and to want it faster. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Ticker ticker;
    private Optional<Duration> first = Optional.empty();
    private int count;

    /** @param ticker tells a key that is pressed again from one request that arrives twice */
    Signals(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public synchronized int count() {
        return count;
    }

    /** A request that may arrive several times: SIGTERM, SIGHUP, the end of the pipe from the parent. */
    synchronized void request() {
        if (first.isEmpty()) {
            first = Optional.of(ticker.elapsed());
            count = 1;
        }
    }

    /** Ctrl-C. */
    synchronized void interrupt() {
        if (first.isEmpty()) {
            request();
        } else if (ticker.elapsed().compareTo(first.get().plus(AGAIN)) >= 0) {
            count++;
        }
    }

    /** Takes over SIGTERM, SIGINT and SIGHUP. */
    void install() {
        Signal.handle(new Signal("TERM"), signal -> request());
        Signal.handle(new Signal("HUP"), signal -> request());
        Signal.handle(new Signal("INT"), signal -> interrupt());
    }

    /** Takes over SIGTERM; what a terminal sends to all its processes is left to the parent, which then asks in turn. */
    void installForChild() {
        Signal.handle(new Signal("TERM"), signal -> request());
        Signal.handle(new Signal("INT"), signal -> {});
        Signal.handle(new Signal("HUP"), signal -> {});
    }
}
