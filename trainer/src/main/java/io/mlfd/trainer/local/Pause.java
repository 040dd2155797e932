package io.mlfd.trainer.local;

import java.time.Duration;

/** Lets time pass between two looks at the processes. */
@FunctionalInterface
public interface Pause {
    void pause(Duration length);
}
