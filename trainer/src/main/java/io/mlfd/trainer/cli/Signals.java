package io.mlfd.trainer.cli;

import io.mlfd.trainer.local.StopRequests;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Counts requests to stop this process: SIGTERM, SIGINT (Ctrl-C), SIGHUP (the terminal was closed). Installed by a command
 * once the framework is up, since the framework's own handler would end the JVM in the middle of a step; a shutdown hook
 * would race with the framework's.
 */
final class Signals implements StopRequests {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public int count() {
        return count.get();
    }

    /** A request from elsewhere, such as the end of the pipe from the parent. */
    void request() {
        count.incrementAndGet();
    }

    /** Takes over SIGTERM, SIGINT and SIGHUP. */
    void install() {
        handle("TERM");
        handle("INT");
        handle("HUP");
    }

    /** Takes over SIGTERM; what a terminal sends to all its processes is left to the parent, which then asks in turn. */
    void installForChild() {
        handle("TERM");
        Signal.handle(new Signal("INT"), signal -> {});
        Signal.handle(new Signal("HUP"), signal -> {});
    }

    private void handle(String name) {
        Signal.handle(new Signal(name), signal -> request());
    }
}
