package io.mlfd.run;

import io.mlfd.contract.StageReport.Checkpoint;
import java.util.Optional;

/**
 * Attempts at one stage. Failures and disruptions have budgets of their own: losing a node does not use up the patience
 * with a stage that crashes.
 *
 * @param number of the current attempt, or of the next one when none is active; from 1
 * @param failures attempts that failed by themselves
 * @param disruptions how often an attempt was lost to preemption, eviction, deletion or node loss, or sent back to its queue
 * @param inVain how many attempts in a row were lost since the stage told of a later checkpoint
 * @param checkpoint the newest that the stage told of
 * @param loss the last one, as far as it is known
 */
public record Attempts(
        int number, int failures, int disruptions, int inVain, Optional<Checkpoint> checkpoint, Optional<Loss> loss) {
    public static final Attempts FIRST = new Attempts(1, 0, 0);

    public Attempts {
        if (number < 1 || failures < 0 || disruptions < 0 || inVain < 0) {
            throw new IllegalArgumentException(
                    "attempts: " + number + ", " + failures + ", " + disruptions + ", " + inVain);
        }
    }

    /** Those of a stage that never told of a checkpoint. */
    public Attempts(int number, int failures, int disruptions) {
        this(number, failures, disruptions, disruptions, Optional.empty(), Optional.empty());
    }

    /** After an attempt that counts for neither budget: it was stopped on request. */
    public Attempts afterStop() {
        return at(number + 1);
    }

    public Attempts afterFailure() {
        return new Attempts(number + 1, failures + 1, disruptions, inVain, checkpoint, loss);
    }

    public Attempts afterDisruption(Loss lost) {
        return new Attempts(number + 1, failures, disruptions + 1, inVain + 1, checkpoint, Optional.of(lost));
    }

    /** Sent back to its queue: the same attempt goes on when it is let go again. */
    public Attempts sentBack(Loss lost) {
        return new Attempts(number, failures, disruptions + 1, inVain, checkpoint, Optional.of(lost));
    }

    /** Its process is being taken away. Who does it, and why, may be gone together with the process. */
    public Attempts taken(Loss lost) {
        return new Attempts(number, failures, disruptions, inVain, checkpoint, Optional.of(lost));
    }

    /** The stage told of a checkpoint: a later one renews the patience with disruptions. */
    public Attempts reached(Optional<Checkpoint> told) {
        boolean later = told.isPresent()
                && checkpoint.filter(known -> known.step() >= told.get().step()).isEmpty();
        return later ? new Attempts(number, failures, disruptions, 0, told, loss) : this;
    }

    /** The same counts at another attempt's number. */
    public Attempts at(int otherNumber) {
        return new Attempts(otherNumber, failures, disruptions, inVain, checkpoint, loss);
    }
}
