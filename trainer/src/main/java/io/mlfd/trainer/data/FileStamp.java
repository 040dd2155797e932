package io.mlfd.trainer.data;

import java.time.Duration;
import java.time.Instant;

/**
 * How the files of a data set look from outside.
 *
 * @param hexadecimal SHA-256 of classes, names, sizes and the moments of the last change; equal where nothing shows that an image has
 *     changed, another on every volume
 * @param newest the last of those moments
 */
public record FileStamp(String hexadecimal, Instant newest) {
    // Of the coarsest file systems: a change within it need not change the moment.
    private static final Duration GRAIN = Duration.ofSeconds(2);

    /** Whether a change after {@code moment} would show. */
    public boolean showsChangesAfter(Instant moment) {
        return newest.isBefore(moment.minus(GRAIN));
    }
}
