package io.mlfd.trainer.local;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.ReportReader;
import io.mlfd.contract.ReportReader.Heard;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.trainer.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The processes of a run, the newest of each stage. */
final class Children {
    /** A process that was asked to stop and has not after this time is killed, as a kubelet would. */
    static final Duration GRACE = Duration.ofSeconds(60);

    private static final int INTERRUPTED = 130;
    private static final int KILLED = 137;
    private static final int FIRST_SIGNAL = 129;
    private static final int LAST_SIGNAL = 159;

    private final RunFolder folder;
    private final ChildLauncher launcher;
    private final Ticker ticker;
    private final ReportReader reports = new ReportReader();
    private final Map<String, Started> newest = new LinkedHashMap<>();

    /** @param ticker for the time that a process has to stop: a clock that is set would kill it in the midst of a checkpoint */
    Children(RunFolder folder, ChildLauncher launcher, Ticker ticker) {
        this.folder = folder;
        this.launcher = launcher;
        this.ticker = ticker;
    }

    private static final class Started {
        private final StageOrder order;
        private Instant at;
        private final Optional<Child> child;
        private final String failure;
        private Optional<Duration> stopAskedAt = Optional.empty();
        private Optional<ProcessPhase.Ended> end = Optional.empty();

        Started(StageOrder order, Instant at, Optional<Child> child, String failure) {
            this.order = order;
            this.at = at;
            this.child = child;
            this.failure = failure;
        }
    }

    /** Starts an attempt; that it cannot be started is seen as its end. */
    void start(StageOrder order, Instant now) {
        Path report = folder.reportFile(order.stage(), order.attempt());
        folder.prepareLogs(report);
        Started started;
        try {
            Child child = launcher.launch(order, report, folder.logFile(order.stage(), order.attempt()));
            started = new Started(order, now, Optional.of(child), "");
        } catch (IOException e) {
            started = new Started(order, now, Optional.empty(), "cannot start its process: " + e.getMessage());
        }
        newest.put(order.stage(), started);
    }

    /** That all of this was asleep: what is alive began so much later, as far as its limits are concerned. */
    void slept(Duration length) {
        newest.values().stream().filter(Children::alive).forEach(started -> started.at = started.at.plus(length));
    }

    /** Asks an attempt to stop; one that is gone already is left alone. */
    void stop(String stage, int attempt) {
        Started started = newest.get(stage);
        if (started != null && started.order.attempt() == attempt && started.stopAskedAt.isEmpty()) {
            started.stopAskedAt = Optional.of(ticker.elapsed());
            started.child.ifPresent(Child::stop);
        }
    }

    void stopAll() {
        newest.forEach((stage, started) -> stop(stage, started.order.attempt()));
    }

    void killAll() {
        newest.values().stream().filter(Children::alive).forEach(started -> started.child.ifPresent(Child::kill));
    }

    boolean anyAlive() {
        return newest.values().stream().anyMatch(Children::alive);
    }

    /** How a stage's newest process ended; empty while it lives and where there was none. */
    OptionalInt exit(String stage) {
        Started started = newest.get(stage);
        return started == null
                ? OptionalInt.empty()
                : started.child.map(Child::exit).orElse(OptionalInt.of(1));
    }

    private static boolean alive(Started started) {
        return started.child.map(child -> child.exit().isEmpty()).orElse(false);
    }

    /** What is there now. */
    List<StageProcess> observe(Instant now) {
        launcher.tidy();
        return newest.values().stream().map(started -> seen(started, now)).toList();
    }

    private StageProcess seen(Started started, Instant now) {
        return new StageProcess(started.order.stage(), started.order.attempt(), started.at, phase(started, now));
    }

    private ProcessPhase phase(Started started, Instant now) {
        if (started.end.isPresent()) {
            return started.end.get();
        }
        if (alive(started)) {
            Duration elapsed = ticker.elapsed();
            if (started.stopAskedAt
                    .map(at -> elapsed.compareTo(at.plus(GRACE)) >= 0)
                    .orElse(false)) {
                started.child.ifPresent(Child::kill);
            }
            return new ProcessPhase.Running(started.at);
        }
        ProcessPhase.Ended ended = new ProcessPhase.Ended(now, ending(started));
        started.end = Optional.of(ended);
        return ended;
    }

    private Ending ending(Started started) {
        if (started.child.isEmpty()) {
            return new Ending(OptionalInt.of(1), EndCause.ITSELF, started.failure, Optional.empty());
        }
        int exit = started.child.get().exit().orElseThrow();
        Heard heard = heard(started.order, exit);
        String message = exit == ExitCode.DONE.status()
                ? heard.notice()
                : heard.after(heard.report()
                        .map(StageReport::message)
                        .filter(text -> !text.isBlank())
                        .orElseGet(() -> lastWords(started.order, exit)));
        EndCause cause = exit == INTERRUPTED ? EndCause.DISRUPTION : EndCause.ITSELF;
        return new Ending(OptionalInt.of(exit), cause, message, heard.report());
    }

    private Heard heard(StageOrder order, int exit) {
        Path file = folder.reportFile(order.stage(), order.attempt());
        try (InputStream stream = Files.newInputStream(file)) {
            // One byte more than a report may have, so that one that is too long is seen to be.
            String text = new String(stream.readNBytes(StageReport.MAX_BYTES + 1), StandardCharsets.UTF_8);
            return reports.read(text, order.stage(), order.attempt(), exit);
        } catch (IOException e) {
            // A process that was killed leaves none, and nothing depends on it.
            return Heard.NOTHING;
        }
    }

    private String lastWords(StageOrder order, int exit) {
        if (exit == KILLED) {
            return "was killed (SIGKILL): by somebody, or by the kernel for want of memory";
        }
        if (exit >= FIRST_SIGNAL && exit <= LAST_SIGNAL) {
            return "was ended by signal " + (exit - 128);
        }
        List<String> lines = folder.logTail(order.stage(), order.attempt(), 1);
        return "ended with exit status " + exit
                + (lines.isEmpty() ? "" : ": " + lines.get(0).strip());
    }
}
