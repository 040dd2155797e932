package io.mlfd.run;

/**
 * Attempts at one stage. Failures and disruptions have budgets of their own: losing a node does not use up the patience
 * with a stage that crashes.
 *
 * @param number of the current attempt, or of the next one when none is active; from 1
 * @param failures attempts that failed by themselves
 * @param disruptions how often an attempt was lost to preemption, eviction, deletion or node loss, or sent back to its queue
 */
public record Attempts(int number, int failures, int disruptions) {
    public static final Attempts FIRST = new Attempts(1, 0, 0);

    public Attempts {
        if (number < 1 || failures < 0 || disruptions < 0) {
            throw new IllegalArgumentException("attempts: " + number + ", " + failures + ", " + disruptions);
        }
    }

    /** After an attempt that counts for neither budget: it was stopped on request. */
    public Attempts afterStop() {
        return new Attempts(number + 1, failures, disruptions);
    }

    public Attempts afterFailure() {
        return new Attempts(number + 1, failures + 1, disruptions);
    }

    public Attempts afterDisruption() {
        return new Attempts(number + 1, failures, disruptions + 1);
    }

    /** Sent back to its queue: the same attempt goes on when it is let go again. */
    public Attempts sentBack() {
        return new Attempts(number, failures, disruptions + 1);
    }

    /** The same counts at another attempt's number. */
    public Attempts at(int otherNumber) {
        return new Attempts(otherNumber, failures, disruptions);
    }
}
