package io.mlfd.trainer.cli;

import io.mlfd.contract.Envelope;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.ReportReader;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VersionedJson;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.local.ChildLauncher;
import io.mlfd.trainer.local.FileLocks;
import io.mlfd.trainer.local.ParentWatch;
import io.mlfd.trainer.stage.ReportText;
import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;

@Command(
        name = "stage",
        description = {
            "Carries out one stage: what a pod, or a process of a local run, does.",
            "Its order is the JSON in MLFD_ORDER; its report goes to the file that MLFD_REPORT_PATH names."
        },
        footer = {
            "",
            "SIGTERM lets it write a checkpoint and end with 10.",
            "",
            "Example (pods and mlfd run call it; by hand it says what is missing):",
            "  ./mlfd stage"
        })
final class StageCommand extends VerboseCommand implements Callable<Integer> {
    /** After its runner has gone, a stage has this long to write its checkpoint. */
    private static final Duration ORPHAN_GRACE = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int TERMINATED = 143;

    private final Surroundings surroundings;

    StageCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Signals signals = new Signals(surroundings.ticker());
        boolean child =
                ChildLauncher.PARENT_PIPE.equals(surroundings.environment().get(ChildLauncher.PARENT_VARIABLE));
        if (child) {
            signals.installForChild();
            new ParentWatch(surroundings.in(), () -> orphaned(signals)).start();
        } else {
            signals.install();
        }
        String text = surroundings.environment().getOrDefault(StageOrder.ENVIRONMENT_VARIABLE, "");
        StageReport report;
        try {
            StageOrder order = order(text);
            report = child ? alone(order, signals) : carriedOut(order, Links.WITHIN_ROOT, signals);
        } catch (CommandException e) {
            Envelope envelope = new Envelope(text);
            leave(failed(
                    envelope.text("/stage").orElse(""),
                    envelope.number("/attempt").orElse(0),
                    e.exit(),
                    e.getMessage()));
            throw e;
        }
        leave(report);
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

    private StageReport carriedOut(StageOrder order, Links links, Signals signals) {
        return new Stages(surroundings).runner(links).run(order, () -> signals.count() > 0);
    }

    /** Two processes never share a stage's folder, so one that an earlier, killed runner left is waited for. */
    private StageReport alone(StageOrder order, Signals signals) {
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
        return lock.get().whileHeld(() -> carriedOut(order, Links.ANYWHERE, signals));
    }

    private static StageReport failed(String stage, int attempt, ExitCode exit, String message) {
        return StageReport.failed(stage, attempt, exit.status(), Optional.empty(), Optional.empty(), 0, message);
    }

    /** The runner is gone. Nobody would kill a stage that does not react, so it ends itself. */
    private void orphaned(Signals signals) {
        signals.request();
        Duration end = surroundings.ticker().elapsed().plus(ORPHAN_GRACE);
        // Parking may end early, for no reason.
        while (surroundings.ticker().elapsed().compareTo(end) < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        Runtime.getRuntime().halt(TERMINATED);
    }

    /** Whoever started the stage can do without the report, but not with another exit code. */
    private void leave(StageReport report) {
        String path = surroundings.environment().get(StageReport.PATH_VARIABLE);
        if (path == null) {
            return;
        }
        try {
            // In place: a pod's termination log is a mounted file that cannot be replaced by renaming.
            Files.writeString(Path.of(path), new ReportText().of(report));
        } catch (IOException e) {
            surroundings.complain(StorageException.of("the report cannot be written", Path.of(path), e)
                    .getMessage());
        }
    }
}
