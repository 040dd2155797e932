package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.JobsKept;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long finished Jobs are kept, with their pods' logs. What became of them is in the status by then.
 *
 * @param after how long one is kept after its end
 * @param most how many of a run are kept, the newest; empty for any number
 */
public record JobRetention(Duration after, OptionalInt most) {
    static final Duration AFTER = Duration.ofHours(24);

    /** What a spec says; empty where it says what is no length of time, so that nothing is taken away by mistake. */
    public static Optional<JobRetention> of(MLFDRunSpec spec) {
        JobsKept said = spec.retention() == null || spec.retention().jobs() == null
                ? new JobsKept(null, null)
                : spec.retention().jobs();
        OptionalInt most = said.most() == null ? OptionalInt.empty() : OptionalInt.of(said.most());
        return said.after() == null
                ? Optional.of(new JobRetention(AFTER, most))
                : Durations.parse(said.after()).map(after -> new JobRetention(after, most));
    }
}
