package io.mlfd.run;

import io.mlfd.contract.StageReport;
import java.time.Instant;
import java.util.Optional;

/** Where one stage stands. */
public sealed interface StageState {
    Attempts attempts();

    /** Not started, or stopped and to be started again: waits for its inputs, for room, or for the run to be resumed. */
    record Waiting(Attempts attempts) implements StageState {}

    /**
     * Its process was created.
     *
     * @param since creation of the process
     * @param runningSince when it began to run, empty while it waits for a place
     * @param message why it waits, empty when it runs
     */
    record Active(Attempts attempts, Instant since, Optional<Instant> runningSince, String message)
            implements StageState {}

    /**
     * Its process was created and is held back, by a queue or by somebody. It may be let go at any moment.
     *
     * @param since creation of the process, or when it was sent back to its queue
     * @param message why it is held
     */
    record Queued(Attempts attempts, Instant since, String message) implements StageState {}

    /** Was told to stop; its process may still be there. */
    record Stopping(Attempts attempts, StopReason reason, String message) implements StageState {}

    /** Failed, and is tried again at {@code until}. */
    record BackingOff(Attempts attempts, Instant until, String message) implements StageState {}

    /**
     * Finished.
     *
     * @param report its last words, when they were heard
     * @param message what people should know although it is finished, empty as a rule
     */
    record Done(
            Attempts attempts,
            Optional<Instant> startedAt,
            Instant completedAt,
            Optional<StageReport> report,
            String message)
            implements StageState {
        /** Finished, and there is nothing to say about it. */
        public Done(Attempts attempts, Optional<Instant> startedAt, Instant completedAt, Optional<StageReport> report) {
            this(attempts, startedAt, completedAt, report, "");
        }

        /** The same with its last words, which were lost or have been found anew. */
        public Done withReport(Optional<StageReport> found) {
            return new Done(attempts, startedAt, completedAt, found, message);
        }
    }

    /** Given up. */
    record Failed(Attempts attempts, Instant completedAt, String message) implements StageState {}

    /** Why a stage is told to stop, and so what becomes of it. */
    enum StopReason {
        /** The run is suspended: the stage goes on later. */
        SUSPENDED,
        /** The stage or the run took too long: the stage has failed. */
        TIMED_OUT
    }

    /** Whether it is still to be started, now or later. */
    default boolean waits() {
        return this instanceof Waiting || this instanceof BackingOff;
    }

    /** Whether a process of this stage may exist. */
    default boolean occupiesPlace() {
        return isUnderWay() || this instanceof Stopping;
    }

    /** Whether a process of this stage was started and nobody has told it to stop. */
    default boolean isUnderWay() {
        return this instanceof Active || this instanceof Queued;
    }
}
