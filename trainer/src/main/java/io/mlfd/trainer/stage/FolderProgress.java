package io.mlfd.trainer.stage;

import io.mlfd.contract.Progress;
import io.mlfd.contract.ProgressLine;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.progress.ProgressReporter;
import io.mlfd.trainer.storage.Checkpoints;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Progress in the stage's folder, at most once a second, and as lines of text, at most one an interval. Signs of life may come
 * from any thread.
 */
final class FolderProgress implements ProgressReporter {
    static final Duration FILE_INTERVAL = Duration.ofSeconds(1);
    static final Duration LINE_INTERVAL = Duration.ofSeconds(10);
    /** Between two signs of life of a stage that has no progress to report. */
    static final Duration ALIVE_INTERVAL = Duration.ofSeconds(5);

    private static final Progress PREPARING =
            new Progress("preparing", 0, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());

    private final String stage;
    private final StageFolder folder;
    private final Ticker ticker;
    private final Consumer<String> console;
    private Optional<Duration> lastFile = Optional.empty();
    private Optional<Duration> lastLine = Optional.empty();
    private boolean toldOfFailure;
    private Progress latest = PREPARING;
    private Duration shownAlive;

    FolderProgress(String stage, StageFolder folder, Ticker ticker, Consumer<String> console) {
        this.stage = stage;
        this.folder = folder;
        this.ticker = ticker;
        this.console = console;
        this.shownAlive = ticker.elapsed();
    }

    /**
     * A sign of life without progress: what was written last is written again, whose time tells a stage that is slow from one
     * that hangs. Called as often as one likes.
     */
    synchronized void alive() {
        Duration now = ticker.elapsed();
        if (now.compareTo(shownAlive.plus(ALIVE_INTERVAL)) >= 0) {
            write(latest, now);
        }
    }

    @Override
    public synchronized void report(Progress progress, Supplier<String> details) {
        Duration now = ticker.elapsed();
        if (due(lastFile, FILE_INTERVAL, now)) {
            write(progress, now);
        }
        if (lastLine.isEmpty()) {
            // The first interval has nothing to tell yet.
            lastLine = Optional.of(now);
        } else if (due(lastLine, LINE_INTERVAL, now)) {
            tell(progress, details.get(), now);
        }
    }

    @Override
    public synchronized void milestone(Progress progress, String details) {
        Duration now = ticker.elapsed();
        write(progress, now);
        tell(progress, details, now);
    }

    @Override
    public void say(String line) {
        console.accept(stage + ": " + line);
    }

    private static boolean due(Optional<Duration> last, Duration interval, Duration now) {
        return last.map(then -> now.compareTo(then.plus(interval)) >= 0).orElse(true);
    }

    private void write(Progress progress, Duration now) {
        lastFile = Optional.of(now);
        shownAlive = now;
        latest = progress;
        try {
            folder.files().writeVolatile(folder.file(VolumeLayout.PROGRESS), StageFolder.json(progress));
            toldOfFailure = false;
        } catch (StorageException e) {
            // A training is not given up for it: there may be room again when the next checkpoint is due.
            if (!toldOfFailure) {
                toldOfFailure = true;
                say("progress is not shown: " + e.getMessage());
            }
        }
    }

    private void tell(Progress progress, String details, Duration now) {
        lastLine = Optional.of(now);
        Optional<Long> checkpoint = folder.checkpoints().known().map(Checkpoints.Checkpoint::step);
        say(new ProgressLine(progress, checkpoint).text(details));
    }
}
