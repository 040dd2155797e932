package io.mlfd.trainer.local;

import java.io.IOException;
import java.io.InputStream;

/**
 * Notices in a stage's process that the runner is gone: the pipe from the runner ends when the runner's process does, also
 * by {@code kill -9}, and nobody else holds its other end.
 */
public final class ParentWatch {
    private final InputStream pipe;
    private final Runnable gone;

    public ParentWatch(InputStream pipe, Runnable gone) {
        this.pipe = pipe;
        this.gone = gone;
    }

    /** Starts watching, on a thread that does not keep the process alive. */
    public void start() {
        Thread thread = new Thread(this::watch, "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            pipe.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A pipe that cannot be read any more is as good as one that ended.
        }
        gone.run();
    }
}
