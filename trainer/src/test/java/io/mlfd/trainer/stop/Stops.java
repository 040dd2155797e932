package io.mlfd.trainer.stop;

import java.util.concurrent.atomic.AtomicInteger;

/** Requests to stop, for tests. */
public final class Stops {
    private Stops() {}

    /** Asks after being looked at so many times without asking. */
    public static StopSignal after(int looks) {
        AtomicInteger left = new AtomicInteger(looks);
        return () -> left.getAndDecrement() <= 0;
    }
}
