package io.mlfd.trainer.local;

import io.mlfd.trainer.check.DataCheck;
import io.mlfd.trainer.time.Ticker;
import java.time.Duration;
import java.util.function.Consumer;

/** Says now and then how far a check is. */
public final class CheckProgress implements DataCheck.Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final Consumer<String> lines;
    private Duration next;

    public CheckProgress(Ticker ticker, Consumer<String> lines) {
        this.ticker = ticker;
        this.lines = lines;
        this.next = ticker.elapsed().plus(INTERVAL);
    }

    @Override
    public synchronized void report(String dataset, int done, int all) {
        Duration now = ticker.elapsed();
        if (now.compareTo(next) >= 0) {
            next = now.plus(INTERVAL);
            lines.accept("checking " + dataset + ": " + done + " of " + all + " images");
        }
    }
}
