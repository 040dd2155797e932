package io.mlfd.trainer.loop;

/**
 * How long the steps of a process take, without what it slept in the midst of one: a stopped process and a machine that sleeps
 * train no images.
 *
 * @param steps that were counted
 * @param seconds of all of them
 */
record StepPace(long steps, double seconds) {
    static final StepPace NONE = new StepPace(0, 0);

    /** Seconds; a shorter interruption is hardly seen in a rate. */
    private static final double LONG = 10;
    /** Load and a disk slow steps down, but not by as much. */
    private static final double TIMES = 10;

    /** What counts of a step: one that was interrupted counts as those before it did. {@code took}: seconds */
    double counted(double took) {
        return steps > 0 && took > LONG && took > TIMES * mean() ? mean() : took;
    }

    /** After one more step. {@code counted}: seconds of it */
    StepPace and(double counted) {
        return new StepPace(steps + 1, seconds + counted);
    }

    private double mean() {
        return seconds / steps;
    }
}
