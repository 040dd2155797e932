package io.mlfd.trainer.cli;

import io.mlfd.trainer.local.TableView.TerminalSize;
import io.mlfd.trainer.time.Ticker;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The terminal that standard output goes to, if it does. */
final class Terminal implements Supplier<TerminalSize> {
    private static final TerminalSize USUAL = new TerminalSize(80, 24);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(3);
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");

    private final Ticker ticker;
    private TerminalSize size = USUAL;
    private Optional<Duration> askedAt = Optional.empty();

    Terminal(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Whether a table can be drawn: standard output is a terminal that moves its cursor, and nobody asked for plain text. */
    static boolean canDraw(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "dumb");
        return !environment.containsKey("NO_COLOR") && !term.equals("dumb") && isTerminal();
    }

    /** System.console() says it too, but differently from JDK to JDK, and only with standard input a terminal as well. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(OUTPUT).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            // No /proc: plain lines are never wrong.
            return false;
        }
    }

    /** Columns and rows; people resize terminals, so asked anew every few seconds. */
    @Override
    public TerminalSize get() {
        Duration now = ticker.elapsed();
        if (askedAt.filter(asked -> now.compareTo(asked.plus(ASK_AGAIN)) < 0).isEmpty()) {
            askedAt = Optional.of(now);
            size = ask();
        }
        return size;
    }

    private TerminalSize ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] answer = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            int rows = Integer.parseInt(answer[0]);
            int columns = Integer.parseInt(answer[1]);
            return rows > 0 && columns > 0 ? new TerminalSize(columns, rows) : USUAL;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return size;
        }
    }
}
