package io.mlfd.trainer.local;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Processes that end as they are told, in a time that only passes when the runner waits. */
final class FakeMachine implements ChildLauncher, FinishedStageLookup, StopRequests, InstantSource, Ticker, Pause {
    static final Duration STAGE_TIME = Duration.ofSeconds(2);

    private final List<StageOrder> launched = new ArrayList<>();
    private final List<FakeChild> children = new ArrayList<>();
    private final Map<String, List<Integer>> exits = new HashMap<>();
    private final TreeMap<Instant, Runnable> events = new TreeMap<>();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = START;
    private Duration clockStep = Duration.ZERO;
    private int kills;
    private Duration reaction = Duration.ofMillis(300);
    private UnaryOperator<String> spoiling = UnaryOperator.identity();
    private int stops;
    private Duration stageTime = STAGE_TIME;
    private int mostAtOnce;

    /** The exit codes of a stage's attempts; 0 for those not named. */
    void exits(String stage, Integer... codes) {
        exits.put(stage, new ArrayList<>(List.of(codes)));
    }

    /** What becomes of the reports that processes leave. */
    void spoil(UnaryOperator<String> reports) {
        spoiling = reports;
    }

    void stopAfter(Duration delay) {
        at(delay, () -> stops++);
    }

    void stopNow() {
        stops++;
    }

    void at(Duration delay, Runnable event) {
        events.put(now.plus(delay), event);
    }

    /** Processes that are asked to stop go on instead. */
    void ignoreStop() {
        reaction = Duration.ofHours(1);
    }

    /** Every process that is started from now on. */
    void takes(Duration length) {
        stageTime = length;
    }

    void forgetStops() {
        stops = 0;
    }

    List<String> launched() {
        return launched.stream().map(o -> o.stage() + "#" + o.attempt()).toList();
    }

    List<StageOrder> orders() {
        return List.copyOf(launched);
    }

    int mostAtOnce() {
        return mostAtOnce;
    }

    boolean anyAlive() {
        return children.stream().anyMatch(child -> child.exit().isEmpty());
    }

    @Override
    public Child launch(StageOrder order, Path report, Path log) throws IOException {
        Files.writeString(log, "hello from " + order.stage() + "\n");
        launched.add(order);
        List<Integer> planned = exits.getOrDefault(order.stage(), new ArrayList<>());
        FakeChild child = new FakeChild(order, report, now.plus(stageTime), planned.isEmpty() ? 0 : planned.remove(0));
        children.add(child);
        mostAtOnce = Math.max(mostAtOnce, (int)
                children.stream().filter(c -> c.exit().isEmpty()).count());
        return child;
    }

    @Override
    public Optional<StageReport> find(StageOrder order) {
        Path result = folder(order).resolve(VolumeLayout.RESULT);
        try {
            return Files.exists(result) && Files.readString(result).equals("whole")
                    ? Optional.of(report(order, 0, true, ""))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int count() {
        return stops;
    }

    @Override
    public Instant instant() {
        return now.plus(clockStep);
    }

    /** Everything stands still for so long, clocks excepted. */
    void sleep(Duration length) {
        children.stream()
                .filter(child -> child.exit().isEmpty())
                .forEach(child -> child.endsAt = child.endsAt.plus(length));
        now = now.plus(length);
    }

    /** Somebody sets the clock forward by that much. */
    void setClockForward(Duration step) {
        clockStep = clockStep.plus(step);
    }

    int kills() {
        return kills;
    }

    @Override
    public Duration elapsed() {
        return Duration.between(START, now);
    }

    @Override
    public void pause(Duration length) {
        now = now.plus(length);
        while (!events.isEmpty() && !events.firstKey().isAfter(now)) {
            events.pollFirstEntry().getValue().run();
        }
    }

    private static Path folder(StageOrder order) {
        return Path.of(order.places().run()).resolve(VolumeLayout.stageFolder(order.stage(), order.planKey()));
    }

    static StageReport report(StageOrder order, int exit, boolean reused, String message) {
        String dataset = order.stage().substring(order.stage().lastIndexOf('/') + 1);
        List<Score> scores = exit == 0 && !dataset.equals("report") && !dataset.equals("joint")
                ? List.of(Score.ofShare(order.stage(), Output.ONLY, dataset, Metric.TOP1, Selection.LAST, 3, 4))
                : List.of();
        return new StageReport(
                StageReport.VERSION,
                order.stage(),
                order.attempt(),
                exit,
                Optional.of("content-" + order.planKey()),
                reused,
                scores,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                new StageReport.Seconds(Optional.empty(), 2),
                message);
    }

    private final class FakeChild implements Child {
        private final StageOrder order;
        private final Path report;
        private Instant endsAt;
        private int code;
        private boolean told;

        FakeChild(StageOrder order, Path report, Instant endsAt, int code) {
            this.order = order;
            this.report = report;
            this.endsAt = endsAt;
            this.code = code;
        }

        @Override
        public OptionalInt exit() {
            if (now.isBefore(endsAt)) {
                return OptionalInt.empty();
            }
            if (!told) {
                told = true;
                leave();
            }
            return OptionalInt.of(code);
        }

        private void leave() {
            try {
                if (code == 0) {
                    Files.createDirectories(folder(order));
                    Files.writeString(folder(order).resolve(VolumeLayout.RESULT), "whole");
                    Files.writeString(folder(order).resolve(VolumeLayout.MANIFEST), "as it should be");
                }
                if (code < 128) {
                    String message = code == 0 ? "" : "because of " + code;
                    String text = new ContractJson().write(report(order, code, false, message));
                    Files.writeString(report, spoiling.apply(text));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            if (exit().isEmpty() && endsAt.isAfter(now.plus(reaction))) {
                endsAt = now.plus(reaction);
                code = ExitCode.STOPPED.status();
            } else if (exit().isEmpty() && reaction.compareTo(STAGE_TIME) > 0) {
                endsAt = now.plus(reaction);
            }
        }

        @Override
        public void kill() {
            if (exit().isEmpty()) {
                kills++;
                endsAt = now;
                code = 137;
            }
        }
    }
}
