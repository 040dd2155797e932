package io.mlfd.trainer.local;

import java.util.OptionalInt;

/** The process of one attempt. */
public interface Child {
    /** Exit status, empty while it lives. */
    OptionalInt exit();

    /** Asks it to write a checkpoint and end. */
    void stop();

    void kill();
}
