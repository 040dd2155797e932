package io.mlfd.status;

/** Values of {@code status.stages[].state}. */
final class StageNames {
    static final String WAITING = "Waiting";
    static final String QUEUED = "Queued";
    static final String PENDING = "Pending";
    static final String RUNNING = "Running";
    static final String SUSPENDING = "Suspending";
    static final String TIMING_OUT = "TimingOut";
    static final String BACKING_OFF = "BackingOff";
    static final String DONE = "Done";
    static final String FAILED = "Failed";

    private StageNames() {}
}
