package io.mlfd.trainer.progress;

import io.mlfd.contract.Progress;
import java.util.function.Supplier;

/** Where a stage says how far it is: the progress file and, for people, lines of text. */
public interface ProgressReporter {
    /**
     * Called as often as one likes; most calls change nothing, since nobody reads that often.
     *
     * @param details what a line for people says beyond the progress; asked for only when one is due
     */
    void report(Progress progress, Supplier<String> details);

    /** As {@link #report(Progress, Supplier)}, where the progress says it all. */
    default void report(Progress progress) {
        report(progress, () -> "");
    }

    /** A turning point, such as the end of an epoch: written and told at once. */
    void milestone(Progress progress, String details);

    /** One line for people, told at once. */
    void say(String line);
}
