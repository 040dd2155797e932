package io.mlfd.trainer.local;

import io.mlfd.contract.Progress;
import io.mlfd.plan.Plan;
import io.mlfd.run.RunState;
import io.mlfd.trainer.time.Ticker;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A table that is redrawn in place on a terminal; what happened scrolls by above it. */
public final class TableView implements RunView {
    static final Duration REDRAW = Duration.ofMillis(250);

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR_LINE = "\u001b[2K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final TableText table;
    private final PrintWriter out;
    private final Supplier<TerminalSize> size;
    private final Ticker ticker;
    private List<String> drawn = List.of();
    private Optional<Duration> drawnAt = Optional.empty();

    /** Columns and rows of a terminal. */
    public record TerminalSize(int columns, int rows) {}

    /** @param size asked at every drawing, since people resize terminals */
    public TableView(Plan plan, PrintWriter out, Supplier<TerminalSize> size, Ticker ticker) {
        this.table = new TableText(plan);
        this.out = out;
        this.size = size;
        this.ticker = ticker;
    }

    @Override
    public void line(String line) {
        eraseTable();
        out.println(line);
        drawn.forEach(out::println);
        out.flush();
    }

    @Override
    public boolean wantsProgress() {
        Duration now = ticker.elapsed();
        return drawnAt.map(at -> now.compareTo(at.plus(REDRAW)) >= 0).orElse(true);
    }

    @Override
    public void show(RunState state, Map<String, Progress> progress, Instant now) {
        if (!wantsProgress() && !state.ended()) {
            return;
        }
        drawnAt = Optional.of(ticker.elapsed());
        TerminalSize terminal = size.get();
        List<String> lines = table.lines(state, progress, now, terminal.columns(), terminal.rows());
        if (lines.equals(drawn)) {
            return;
        }
        out.print(HIDE_CURSOR);
        eraseTable();
        lines.forEach(out::println);
        drawn = lines;
        out.flush();
    }

    private void eraseTable() {
        if (!drawn.isEmpty()) {
            out.print("\u001b[" + drawn.size() + "A\r" + CLEAR_LINE + CLEAR_BELOW);
        }
    }

    @Override
    public void close() {
        out.print(SHOW_CURSOR);
        out.flush();
    }
}
