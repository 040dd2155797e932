package io.mlfd.trainer.cli;

import io.mlfd.api.DeviceChoice;
import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.failure.KnownFailure;
import io.mlfd.trainer.local.CheckedData;
import io.mlfd.trainer.local.ChildLauncher;
import io.mlfd.trainer.local.CoreAllocation;
import io.mlfd.trainer.local.DataInspection;
import io.mlfd.trainer.local.Durations;
import io.mlfd.trainer.local.FileLocks;
import io.mlfd.trainer.local.ListedData;
import io.mlfd.trainer.local.LocalRun;
import io.mlfd.trainer.local.LocalRunner;
import io.mlfd.trainer.local.PlainView;
import io.mlfd.trainer.local.ProcessLauncher;
import io.mlfd.trainer.local.RunFolder;
import io.mlfd.trainer.local.RunOutcome;
import io.mlfd.trainer.local.RunReport;
import io.mlfd.trainer.local.RunView;
import io.mlfd.trainer.local.SharedProcesses;
import io.mlfd.trainer.local.SizeNotice;
import io.mlfd.trainer.local.TableView;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ResultText;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Carries out a run on this machine.",
            "The same call again goes on where the last one ended; finished stages are reused."
        },
        footer = {
            "",
            "Ctrl-C lets the stages write checkpoints; a second Ctrl-C kills them.",
            "",
            "Examples:",
            "  ./mlfd run manifests/samples/quickstart.yaml",
            "  ./mlfd run manifests/samples/quickstart.yaml --out runs/short --set spec.training.epochs=2",
            "  ./mlfd run manifests/samples/quickstart.yaml --out runs/other --reuse runs/quickstart"
        })
final class RunCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "Run file.")
    private Path file;

    @Mixin
    private DataOptions data;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the run (default: runs/<name of the run>).")
    private Path out;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Stages at once (default: spec.parallelism, as far as the cores carry it).")
    private Integer parallelism;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads per stage (default: the CPU limit of its pod, else an equal share of the cores)."
                    + " Results are bit-equal at the same number only.")
    private Integer threads;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda",
            converter = DeviceConverter.class,
            description =
                    "What the stages compute on (default: the device of their pods, else a GPU where there is one)."
                            + " Results are bit-equal on one kind of device only.")
    private DeviceChoice device;

    @Mixin
    private EditOptions edits;

    @Option(
            names = "--accept-changes",
            description = "Go on in a folder of a changed file; stages that do not depend on the change are kept.")
    private boolean acceptChanges;

    @Option(
            names = "--isolated",
            description = "A process of its own for every stage (default: one that follows another gets its process,"
                    + " which saves the start).")
    private boolean isolated;

    @Option(names = "--fresh", description = "Remove what the run left in its folder, and start over.")
    private boolean fresh;

    @Option(
            names = "--reuse",
            paramLabel = "DIR",
            description =
                    "Folder of another run: stages that it has finished and that this run would carry out just so are"
                            + " copied from there. May be repeated.")
    private List<Path> reuse = List.of();

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Duration start = surroundings.ticker().elapsed();
        LocalRun run = localRun();
        Path folder = surroundings.resolve(
                out == null ? Path.of("runs", run.run().getMetadata().getName()) : out);
        Signals signals = new Signals(surroundings.ticker());
        signals.install();
        try (RunView view = view(run)) {
            view.line("run      " + run.run().getMetadata().getName() + " in " + shown(folder));
            RunOutcome outcome = runner(folder, view, signals).run(run);
            return tell(run, outcome, folder, surroundings.ticker().elapsed().minus(start));
        }
    }

    private LocalRun localRun() {
        RunFiles.Planned planned = new RunFiles(surroundings).read(file, edits.edits());
        CoreAllocation cores = new CoreAllocation(surroundings.cores(), threads(), count("--parallelism", parallelism));
        return new LocalRun(
                planned.run(),
                planned.plan(),
                cores,
                Optional.ofNullable(device),
                data.folders(planned.run().getSpec(), surroundings),
                acceptChanges,
                fresh,
                reuse.stream().map(surroundings::resolve).toList());
    }

    private OptionalInt threads() {
        if (threads != null && threads > surroundings.cores()) {
            throw new CommandException(
                    ExitCode.BAD_ORDER,
                    "--threads: " + threads + " is more than the cores of this machine, " + surroundings.cores()
                            + ": they would wait for each other; leave it out, or name a number up to that");
        }
        return count("--threads", threads);
    }

    static OptionalInt count(String option, Integer value) {
        if (value != null && (value < 1 || value > 1024)) {
            throw new CommandException(ExitCode.BAD_ORDER, option + ": " + value + " is not between 1 and 1024");
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private RunView view(LocalRun run) {
        return Terminal.canDraw(surroundings.environment())
                ? new TableView(
                        run.plan(), surroundings.out(), new Terminal(surroundings.ticker()), surroundings.ticker())
                : new PlainView(surroundings.out(), surroundings.ticker());
    }

    private LocalRunner runner(Path folder, RunView view, Signals signals) {
        return new LocalRunner(
                new RunFolder(folder, new WholeFiles(Disk.local())),
                launcher(new OwnCommand().with("stage")),
                new Stages(surroundings).finished(signals),
                inspection(signals),
                new FileLocks(ProcessHandle.current().pid()),
                view,
                signals,
                surroundings.clock(),
                surroundings.ticker(),
                length -> LockSupport.parkNanos(length.toNanos()));
    }

    private ChildLauncher launcher(List<String> command) {
        return isolated
                ? new ProcessLauncher(command)
                : new SharedProcesses(command, () -> UUID.randomUUID().toString(), surroundings.ticker());
    }

    private DataInspection inspection(Signals signals) {
        ListedData listed =
                new ListedData(ImageReading.inThisProcess(Disk.local(), Links.ANYWHERE), () -> signals.count() > 0);
        CheckedData check = new CheckedData(
                new WholeFiles(Disk.local()),
                listed,
                surroundings.version(),
                signals,
                surroundings.clock(),
                surroundings.ticker(),
                surroundings.cores());
        SizeNotice sizes = new SizeNotice(surroundings.memory(), FreeSpace.ofFileSystem(), listed);
        // What reading the images took is the stages' from here on: a JVM gives memory back when its heap is collected.
        return check.then(sizes).then((run, folder, lines) -> {
            listed.forget();
            System.gc();
        });
    }

    private int tell(LocalRun run, RunOutcome outcome, Path folder, Duration took) {
        WholeFiles files = new WholeFiles(Disk.local());
        RunReport report =
                new RunReport(new RunFolder(folder, files), files, surroundings.clock(), surroundings::complain);
        List<String> failures = new ArrayList<>(outcome.failures());
        int exit = outcome.exit();
        try {
            Optional<ReportData> data = report.data(run.plan());
            data.ifPresent(d -> surroundings.out().print("\n" + ResultText.table(d) + "\n"));
            if (outcome.exit() == ExitCode.DONE.status() && data.isPresent()) {
                // The report stage is finished, but the page lies outside its folder and may be gone, or another's.
                surroundings.out().println("report   " + shown(report.page(data.get())));
            }
        } catch (KnownFailure e) {
            // How the run ended is more than what cannot be shown of it; but who asked for its page has none.
            exit = exit == ExitCode.DONE.status() ? e.exit().status() : exit;
            failures.add(e.getMessage());
        }
        long done = outcome.state().done();
        int all = outcome.state().stages().size();
        String word = outcome.exit() == ExitCode.DONE.status()
                ? "complete"
                : outcome.exit() == ExitCode.STOPPED.status() ? "stopped " : "failed  ";
        surroundings.out().println(word + " " + done + " of " + all + " stages done, " + Durations.text(took));
        if (outcome.exit() == ExitCode.STOPPED.status()) {
            surroundings.out().println("the same call again goes on from the last checkpoints");
        }
        failures.forEach(surroundings::complain);
        return exit;
    }

    /** As short as it can be typed. */
    private Path shown(Path path) {
        return path.startsWith(surroundings.workingDirectory())
                ? surroundings.workingDirectory().relativize(path)
                : path;
    }
}
