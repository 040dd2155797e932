package io.mlfd.contract;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Progress as a line of a stage's output: for people, and for whoever reads the output of a stage whose folder is out of reach.
 *
 * @param checkpoint step of the newest checkpoint that is whole, empty before there is one
 */
public record ProgressLine(Progress progress, Optional<Long> checkpoint) {
    /** A longer line is none. */
    private static final int MOST = 2000;

    private static final Pattern LINE = Pattern.compile("(?<activity>[a-z][a-z ]{0,63})"
            + "(?:, epoch (?<epoch>\\d{1,9}) of (?<epochs>\\d{1,9}))?"
            + ", step (?<step>\\d{1,15}) of (?<steps>\\d{1,15})"
            + "(?:, loss (?<loss>-?\\d{1,15}\\.\\d{1,8}))?"
            + "(?:, .*?)??"
            + "(?:, (?<rate>\\d{1,12}) images/s)?"
            + "(?:, (?:(?<hours>\\d{1,7})h)?(?:(?<minutes>\\d{1,2})m)?(?:(?<seconds>\\d{1,2})s)? left)?"
            + "(?:, checkpoint of step (?<checkpoint>\\d{1,15}))?");

    /** @param details about the method, for people only; may be empty */
    public String text(String details) {
        StringBuilder line = new StringBuilder(progress.activity());
        if (progress.epochs() > 0) {
            line.append(String.format(Locale.ROOT, ", epoch %d of %d", progress.epoch(), progress.epochs()));
        }
        line.append(String.format(Locale.ROOT, ", step %d of %d", progress.step(), progress.steps()));
        progress.loss().ifPresent(loss -> line.append(String.format(Locale.ROOT, ", loss %.4f", loss)));
        if (!details.isEmpty()) {
            line.append(", ").append(details);
        }
        progress.imagesPerSecond().ifPresent(rate -> line.append(String.format(Locale.ROOT, ", %.0f images/s", rate)));
        progress.remainingSeconds()
                .ifPresent(left -> line.append(", ").append(readable(left)).append(" left"));
        checkpoint.ifPresent(step -> line.append(", checkpoint of step ").append(step));
        return line.toString();
    }

    private static String readable(long seconds) {
        Duration left = Duration.ofSeconds(seconds);
        if (left.toHours() > 0) {
            return left.toHours() + "h" + left.toMinutesPart() + "m";
        }
        return left.toMinutes() > 0 ? left.toMinutes() + "m" + left.toSecondsPart() + "s" : seconds + "s";
    }

    /**
     * Total: of any output, the newest line of the stage that tells of its progress. What other releases of the stage tell otherwise
     * is not found.
     *
     * @param output the end of it, which may begin within a line
     */
    public static Optional<ProgressLine> newest(String stage, String output) {
        String start = stage + ": ";
        return output.lines()
                .filter(line -> line.startsWith(start) && line.length() <= MOST)
                .flatMap(line -> read(line.substring(start.length())).stream())
                .reduce((older, newer) -> newer);
    }

    private static Optional<ProgressLine> read(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            return Optional.empty();
        }
        Optional<Long> left = part(found, "hours")
                .or(() -> part(found, "minutes"))
                .or(() -> part(found, "seconds"))
                .map(any -> 3600 * part(found, "hours").orElse(0L)
                        + 60 * part(found, "minutes").orElse(0L)
                        + part(found, "seconds").orElse(0L));
        return Optional.of(new ProgressLine(
                new Progress(
                        found.group("activity"),
                        part(found, "epoch").orElse(0L).intValue(),
                        part(found, "epochs").orElse(0L).intValue(),
                        part(found, "step").orElseThrow(),
                        part(found, "steps").orElseThrow(),
                        Optional.ofNullable(found.group("loss")).map(Double::valueOf),
                        part(found, "rate").map(Long::doubleValue),
                        left),
                part(found, "checkpoint")));
    }

    private static Optional<Long> part(Matcher found, String name) {
        return Optional.ofNullable(found.group(name)).map(Long::valueOf);
    }
}
