package io.mlfd.trainer.stage;

import io.mlfd.contract.Progress;

/** Where a stage says how far it is: the progress file and, for people, lines of text. */
public interface ProgressReporter {
    /** Called as often as one likes; most calls change nothing, since nobody reads more than once a second. */
    void report(Progress progress);

    /** A turning point, such as the end of an epoch: written and told at once. */
    void milestone(Progress progress);

    /** One line for people, told at once. */
    void say(String line);
}
