package io.mlfd.operator.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.operator.stored.StoredRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the statuses of running stages said of their progress, each of which holds the newest only, since this operator began to look. In
 * memory, and bounded: of a long stage every second point is kept, then every fourth, and of many stages those that said something last.
 * Safe for several threads.
 */
final class ProgressHistory {
    static final int MOST_POINTS = 240;
    static final int MOST_STAGES = 200;

    /**
     * @param time when it was read from the stage's log
     * @param step over all epochs
     * @param loss of the last step that was looked at
     */
    record Point(Instant time, long step, Optional<Double> loss, Optional<Double> imagesPerSecond) {}

    /**
     * @param every how many points there were for each that is kept; the newest is always there
     * @param over how many points the newest is after the last one that stays; 0 when it stays itself
     */
    private record Series(List<Point> points, int every, int over) {
        private static final Series EMPTY = new Series(List.of(), 1, 0);

        private Series {
            points = List.copyOf(points);
        }

        private boolean isOlderThan(Point point) {
            return points.isEmpty() || points.get(points.size() - 1).time().isBefore(point.time());
        }

        private Series and(Point point) {
            List<Point> next = new ArrayList<>(over == 0 ? points : points.subList(0, points.size() - 1));
            next.add(point);
            int beyond = over + 1;
            return next.size() > MOST_POINTS
                    ? new Series(everySecond(next), 2 * every, (every + beyond) % (2 * every))
                    : new Series(next, every, beyond % every);
        }

        /** Of an odd number: the first and the last are among them. */
        private static List<Point> everySecond(List<Point> all) {
            return IntStream.iterate(0, i -> i < all.size(), i -> i + 2)
                    .mapToObj(all::get)
                    .toList();
        }
    }

    private record Attempt(String uid, String stage, int number) {}

    private final Map<Attempt, Series> series = new LinkedHashMap<>();

    /** Takes in what is new, and forgets runs that are not there any more. */
    synchronized void look(Stream<StoredRun> runs) {
        List<StoredRun> seen = runs.toList();
        Set<String> there = seen.stream().map(ProgressHistory::uid).collect(Collectors.toSet());
        series.keySet().removeIf(attempt -> !there.contains(attempt.uid()));
        for (StoredRun run : seen) {
            JsonNode status = run.getStatus();
            if (status != null) {
                status.path("stages").forEach(stage -> look(uid(run), stage));
            }
        }
    }

    private void look(String uid, JsonNode stage) {
        JsonNode progress = stage.path("progress");
        Optional<Instant> time = Words.instant(progress.path("time").textValue());
        if (time.isPresent() && progress.path("step").isIntegralNumber()) {
            Attempt attempt = new Attempt(
                    uid, stage.path("name").asText(), stage.path("attempt").asInt());
            add(
                    attempt,
                    new Point(
                            time.get(),
                            progress.path("step").asLong(),
                            number(progress.path("loss")),
                            number(progress.path("imagesPerSecond"))));
        }
    }

    private void add(Attempt attempt, Point point) {
        Series before = series.getOrDefault(attempt, Series.EMPTY);
        if (!before.isOlderThan(point)) {
            return;
        }
        series.remove(attempt);
        series.put(attempt, before.and(point));
        if (series.size() > MOST_STAGES) {
            series.remove(series.keySet().iterator().next());
        }
    }

    private static Optional<Double> number(JsonNode value) {
        return Optional.of(value)
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble)
                .filter(Double::isFinite);
    }

    private static String uid(StoredRun run) {
        return String.valueOf(run.getMetadata().getUid());
    }

    /** Of one attempt, in the order of time. */
    synchronized List<Point> of(String uid, String stage, int attempt) {
        return series.getOrDefault(new Attempt(uid, stage, attempt), Series.EMPTY)
                .points();
    }
}
