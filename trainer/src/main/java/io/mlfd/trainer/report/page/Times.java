package io.mlfd.trainer.report.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as people read them, in UTC. */
final class Times {
    private Times() {}

    /** {@code 2026-01-31 15:04}, from ISO 8601. */
    static String minute(String instant) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.parse(instant));
    }
}
