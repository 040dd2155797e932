package io.mlfd.trainer.cli;

import io.mlfd.contract.Envelope;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.ReportReader;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VersionedJson;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.local.FileLocks;
import io.mlfd.trainer.stage.OwnMemory;
import io.mlfd.trainer.stage.ReportText;
import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An order and what becomes of it in this process.
 *
 * @param surroundings whose ticker began when the stage did
 * @param local whether a runner on this machine gave it, beside whom there may be another
 * @param memory of the process
 */
record OrderedStage(Surroundings surroundings, Signals signals, boolean local, OwnMemory memory) {
    private static final Duration LOOK = Duration.ofMillis(100);

    /**
     * Carries the order out and leaves its report.
     *
     * @param text the order
     * @param path where the report is left, if anywhere
     * @return the exit status
     * @throws CommandException when the text is no order, which the report says too
     */
    int carryOut(String text, Optional<String> path) {
        StageReport report;
        try {
            StageOrder order = order(text);
            report = local ? alone(order) : carriedOut(order, Links.WITHIN_ROOT);
        } catch (CommandException e) {
            Envelope envelope = new Envelope(text);
            leave(
                    failed(
                            envelope.text("/stage").orElse(""),
                            envelope.number("/attempt").orElse(0),
                            e.exit(),
                            e.getMessage()),
                    path);
            throw e;
        }
        leave(report, path);
        if (report.exit() != ExitCode.DONE.status()) {
            surroundings.complain(report.message());
        }
        return report.exit();
    }

    private static StageOrder order(String text) {
        if (text.isEmpty()) {
            throw badOrder("is not set; pods and mlfd run set it to a stage's order");
        }
        VersionedJson.Reading<StageOrder> reading =
                VersionedJson.of(StageOrder.class, StageOrder.VERSION).read(text);
        // What was ordered in words that this program does not know would be left undone.
        return reading.exact()
                .orElseThrow(() -> badOrder(reading.fold(
                        known -> known.problem() + ReportReader.REMEDY,
                        other -> other.problem() + ReportReader.REMEDY,
                        VersionedJson.Damaged::problem)));
    }

    private static CommandException badOrder(String why) {
        return new CommandException(ExitCode.BAD_ORDER, StageOrder.ENVIRONMENT_VARIABLE + ": " + why);
    }

    private StageReport carriedOut(StageOrder order, Links links) {
        return new Stages(surroundings).runner(links, memory).run(order, () -> signals.count() > 0);
    }

    /** Two processes never share a stage's folder, so one that an earlier, killed runner left is waited for. */
    private StageReport alone(StageOrder order) {
        FileLocks locks = new FileLocks(ProcessHandle.current().pid());
        Path run = Path.of(order.places().run());
        Optional<FileLocks.Held> lock = locks.ofStage(run, order.stage());
        if (lock.isEmpty()) {
            surroundings.out().println("waiting for another process that still works on " + order.stage());
        }
        while (lock.isEmpty() && signals.count() == 0) {
            LockSupport.parkNanos(LOOK.toNanos());
            lock = locks.ofStage(run, order.stage());
        }
        if (lock.isEmpty()) {
            return failed(order.stage(), order.attempt(), ExitCode.STOPPED, "stopped on request before it began");
        }
        return lock.get().whileHeld(() -> carriedOut(order, Links.ANYWHERE));
    }

    private static StageReport failed(String stage, int attempt, ExitCode exit, String message) {
        return StageReport.failed(stage, attempt, exit.status(), Optional.empty(), Optional.empty(), 0, message);
    }

    /** Whoever started the stage can do without the report, but not with another exit code. */
    private void leave(StageReport report, Optional<String> path) {
        if (path.isEmpty()) {
            return;
        }
        try {
            // In place: a pod's termination log is a mounted file that cannot be replaced by renaming.
            Files.writeString(Path.of(path.get()), new ReportText().of(report));
        } catch (IOException e) {
            surroundings.complain(StorageException.of("the report cannot be written", Path.of(path.get()), e)
                    .getMessage());
        }
    }
}
