package io.mlfd.trainer.local;

import io.mlfd.contract.Progress;
import io.mlfd.run.RunState;
import io.mlfd.trainer.time.Ticker;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Plain lines for files and pipes: what happened, and for each stage under way a line now and then. */
public final class PlainView implements RunView {
    static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration READ = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final Ticker ticker;
    private final Map<String, Duration> said = new HashMap<>();
    private Optional<Duration> readAt = Optional.empty();

    public PlainView(PrintWriter out, Ticker ticker) {
        this.out = out;
        this.ticker = ticker;
    }

    @Override
    public void line(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public boolean wantsProgress() {
        Duration now = ticker.elapsed();
        return readAt.map(at -> now.compareTo(at.plus(READ)) >= 0).orElse(true);
    }

    @Override
    public void show(RunState state, Map<String, Progress> progress, Instant now) {
        if (!wantsProgress()) {
            return;
        }
        Duration elapsed = ticker.elapsed();
        readAt = Optional.of(elapsed);
        state.stages().forEach((name, stage) -> {
            if (!stage.occupiesPlace()) {
                said.remove(name);
            } else if (said.putIfAbsent(name, elapsed) != null
                    && elapsed.compareTo(said.get(name).plus(INTERVAL)) >= 0
                    && progress.containsKey(name)) {
                said.put(name, elapsed);
                line("running  " + name + ": " + text(progress.get(name)));
            }
        });
    }

    private static String text(Progress p) {
        List<String> parts = new ArrayList<>();
        parts.add(p.activity());
        if (p.epochs() > 0) {
            parts.add("epoch " + p.epoch() + "/" + p.epochs());
        }
        if (p.steps() > 0) {
            parts.add("step " + p.step() + "/" + p.steps());
        }
        p.loss().ifPresent(loss -> parts.add(String.format(Locale.ROOT, "loss %.4f", loss)));
        p.imagesPerSecond().ifPresent(rate -> parts.add(String.format(Locale.ROOT, "%.0f images/s", rate)));
        p.remainingSeconds().ifPresent(s -> parts.add(Durations.text(Duration.ofSeconds(s)) + " remaining"));
        return String.join(", ", parts);
    }

    @Override
    public void close() {
        out.flush();
    }
}
