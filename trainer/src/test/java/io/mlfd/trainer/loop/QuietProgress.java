package io.mlfd.trainer.loop;

import io.mlfd.contract.Progress;
import io.mlfd.trainer.progress.ProgressReporter;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes lines, drops figures. */
record QuietProgress(Consumer<String> lines) implements ProgressReporter {
    @Override
    public void report(Progress progress, Supplier<String> details) {}

    @Override
    public void milestone(Progress progress, String details) {}

    @Override
    public void say(String line) {
        lines.accept(line);
    }
}
