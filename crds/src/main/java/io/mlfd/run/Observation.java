package io.mlfd.run;

import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageReport.Checkpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is there, seen by one of the hands.
 *
 * @param processes Jobs or child processes of the run, at most one per stage and attempt
 * @param blocked per stage that cannot be started now, the one line that says what is wrong with its data's claim
 */
public record Observation(List<StageProcess> processes, Volume volume, Map<String, String> blocked, Instant now) {
    public Observation {
        processes = List.copyOf(processes);
        blocked = Map.copyOf(blocked);
    }

    /** One in which every stage can have its data. */
    public Observation(List<StageProcess> processes, Volume volume, Instant now) {
        this(processes, volume, Map.of(), now);
    }

    /**
     * One attempt at a stage: a Job, or a child process.
     *
     * @param attempt from 1; {@link #FOREIGN} for a process that is not this run's and may write to the stage's folder
     * @param queue that it was made for, as {@link io.mlfd.plan.QueueChoice#text}, which is nothing for none; empty where
     *     there are no queues
     * @param pod settings that it was made with, as {@link io.mlfd.plan.PodDigest}; empty where that is not known
     */
    public record StageProcess(
            String stage,
            int attempt,
            Instant createdAt,
            ProcessPhase phase,
            Optional<String> queue,
            Optional<String> pod) {
        /** Lower than any attempt: it is waited for, and nothing else is concluded from it. */
        public static final int FOREIGN = 0;

        /** One where there are no queues. */
        public StageProcess(String stage, int attempt, Instant createdAt, ProcessPhase phase) {
            this(stage, attempt, createdAt, phase, Optional.empty(), Optional.empty());
        }
    }

    /**
     * How far a process is. A process that is merely not seen is not listed at all: a stale cache must never be taken
     * for a loss. {@link Vanished} is said only by a hand that asked where the truth is.
     */
    public sealed interface ProcessPhase {
        /**
         * Exists and does not run yet.
         *
         * @param message why, as in {@code ImagePullBackOff: …}
         * @param placedAt when it got a node; from then on nothing that others of the run take is in its way
         * @param releasedAt when a queue let it go, where one held it
         */
        record Pending(String message, Optional<Instant> placedAt, Optional<Instant> releasedAt)
                implements ProcessPhase {}

        /**
         * Exists and is held back, by a queue or by somebody: it may not start, so its waiting counts for nothing but the run's
         * own limit.
         *
         * @param message why, in the words of who holds it
         * @param hopeless whether it says that it can never let the process go as it is
         */
        record Queued(String message, boolean hopeless) implements ProcessPhase {}

        record Running(Instant since) implements ProcessPhase {}

        /**
         * Is being taken down and still there.
         *
         * @param message why, as far as anybody says
         * @param checkpoint that the stage told of before it ended
         * @param due when it should have been gone, as far as anybody says
         * @param remedy what to do where it stays for good
         */
        record Terminating(String message, Optional<Checkpoint> checkpoint, Optional<Instant> due, String remedy)
                implements ProcessPhase {
            /** Nobody says anything. */
            public Terminating() {
                this("", Optional.empty(), Optional.empty(), "delete its pod by force");
            }
        }

        /** Nobody looks after it any more: what made it is gone, and it may still write. It has to be taken down. */
        record Orphaned(String message) implements ProcessPhase {}

        /** @param lingers whether something is left of it that has to be taken down, and that does not write */
        record Ended(Instant at, Ending ending, boolean lingers) implements ProcessPhase {
            /** Nothing is left. */
            public Ended(Instant at, Ending ending) {
                this(at, ending, false);
            }
        }

        /** Is certainly gone, and how it ended is not known. */
        record Vanished() implements ProcessPhase {}
    }

    /**
     * How a process ended.
     *
     * @param exit exit status, empty when nobody can say any more
     * @param cause what ended it
     * @param message one line for people; empty for a process that is done and about which there is nothing to say
     */
    public record Ending(OptionalInt exit, EndCause cause, String message, Optional<StageReport> report) {}

    /** What ended a process, as far as the platform says. */
    public enum EndCause {
        ITSELF,
        /** Preemption, eviction, node loss or deletion by somebody else. */
        DISRUPTION,
        OUT_OF_MEMORY,
        /** It used more of its node's storage than it may. */
        OVER_LIMIT,
        /** It says that it is done, and nothing else: whatever it was, it was no stage. */
        NO_REPORT
    }

    /** The run's storage. */
    public sealed interface Volume {
        /** Not there and to be made. */
        record Absent() implements Volume {}

        /** Ready, or ready as soon as the first stage needs it. */
        record Usable() implements Volume {}

        /** Cannot serve the run now. {@code message} names the field and the remedy. */
        record Unusable(String message) implements Volume {}
    }
}
