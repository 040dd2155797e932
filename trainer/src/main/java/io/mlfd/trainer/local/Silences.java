package io.mlfd.trainer.local;

import io.mlfd.contract.Progress;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which stages have not been heard of for a while, each silence told once and its end too. A stage whose steps take longer than
 * that is not told of at every step: after a silence, only one of twice the length is the next.
 */
final class Silences {
    static final Duration LONG = Duration.ofMinutes(1);

    private final Map<String, Heard> heard = new HashMap<>();

    /**
     * What a stage left when it was last heard of.
     *
     * @param at when it wrote it, empty before it has written anything
     * @param progress what it wrote
     */
    record Sign(Optional<FileTime> at, Optional<Progress> progress) {}

    /**
     * @param since by the clock of {@link #look}
     * @param patience the silence that is told
     */
    private record Heard(Sign sign, Duration since, Duration patience, boolean told) {
        Heard anew(Sign next, Duration now) {
            Duration longer = now.minus(since).multipliedBy(2);
            return new Heard(next, now, told && longer.compareTo(patience) > 0 ? longer : patience, false);
        }
    }

    /**
     * @param signs of the stages that are under way now, by name
     * @param awake how long the run has been under way, without what it slept
     * @return lines to tell
     */
    List<String> look(Map<String, Sign> signs, Duration awake) {
        heard.keySet().retainAll(signs.keySet());
        List<String> lines = new ArrayList<>();
        signs.forEach((stage, sign) -> {
            Heard before = heard.computeIfAbsent(stage, any -> new Heard(sign, awake, LONG, false));
            if (!before.sign().equals(sign)) {
                if (before.told()) {
                    lines.add("goes on  " + stage);
                }
                heard.put(stage, before.anew(sign, awake));
            } else if (!before.told() && awake.minus(before.since()).compareTo(before.patience()) >= 0) {
                lines.add("silent   " + stage + ": no step for "
                        + awake.minus(before.since()).toSeconds() + " s (last: " + last(sign) + ")");
                heard.put(stage, new Heard(sign, before.since(), before.patience(), true));
            }
        });
        return lines;
    }

    private static String last(Sign sign) {
        return sign.progress()
                .map(progress -> progress.activity()
                        + (progress.epochs() > 0 ? ", epoch " + progress.epoch() : "")
                        + (progress.steps() > 0 ? ", step " + progress.step() : ""))
                .orElse("nothing yet");
    }
}
