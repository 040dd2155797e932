package io.mlfd.trainer.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.MLFDRun;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.WriteReport;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import io.mlfd.plan.Problem;
import io.mlfd.plan.RunFileReader;
import io.mlfd.plan.Stage;
import io.mlfd.result.Selection;
import io.mlfd.trainer.report.ReportAssembly;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportFiles;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.storage.Manifest;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What the finished stages of a run's folder say together, also while others are still to come. */
public final class RunReport {
    private final RunFolder folder;
    private final WholeFiles files;
    private final InstantSource clock;
    private final Consumer<String> console;

    /** @param console is told of what is passed over: a damaged stage, fields that a later release wrote */
    public RunReport(RunFolder folder, WholeFiles files, InstantSource clock, Consumer<String> console) {
        this.folder = folder;
        this.files = files;
        this.clock = clock;
        this.console = console;
    }

    /**
     * The plan of the run whose record lies in the folder.
     *
     * @throws LocalRunException when there is none that can be read
     */
    public Plan recordedPlan() {
        Path file = folder.path().resolve(RunFolder.RECORD);
        RunRecord record = folder.record(console)
                .orElseThrow(() -> new LocalRunException(
                        ExitCode.BAD_INPUT,
                        file + ": does not exist; name the folder of a run, as in runs/quickstart,"
                                + " or call mlfd run, which finds finished stages by their own files"));
        if (!(record.identity() instanceof ObjectNode identity)) {
            throw unreadable(file, List.of(new Problem("identity", "is no run")));
        }
        JsonNode tree =
                identity.deepCopy().put("apiVersion", MLFDRun.API_VERSION).put("kind", MLFDRun.KIND);
        MLFDRun run = valid(file, new RunFileReader().read(tree));
        return valid(file, new Planner().plan(run.getMetadata().getName(), run.getSpec()));
    }

    private static <T> T valid(Path file, Checked<T> checked) {
        if (checked instanceof Checked.Invalid<T> invalid) {
            throw unreadable(file, invalid.problems());
        }
        return ((Checked.Valid<T>) checked).value();
    }

    private static LocalRunException unreadable(Path file, List<Problem> problems) {
        return new LocalRunException(ExitCode.BAD_INPUT, file + ": is damaged: " + Problem.line(problems));
    }

    /**
     * The report of the stages that are finished; empty while none has used a data set.
     *
     * @throws io.mlfd.trainer.data.BadInputException naming the file, when a finished stage's result cannot be used
     * @throws io.mlfd.trainer.storage.StorageException when it cannot be told, because something cannot be read now
     */
    public Optional<ReportData> data(Plan plan) {
        List<Stage> trained = plan.stages().stream()
                .filter(stage -> stage.kind() != StageKind.REPORT)
                .toList();
        List<StageResult> results =
                trained.stream().map(this::result).flatMap(Optional::stream).toList();
        Stage report = plan.stages().get(plan.stages().size() - 1);
        WriteReport work = (WriteReport) report.work();
        List<DatasetWork> used = work.datasets().stream()
                .filter(dataset -> results.stream()
                        .flatMap(result -> result.data().stream())
                        .anyMatch(data -> data.name().equals(dataset.name())))
                .toList();
        if (used.isEmpty()) {
            return Optional.empty();
        }
        String contentKey = result(report).map(StageResult::contentKey).orElse("");
        ReportAssembly.Heading heading = new ReportAssembly.Heading(
                plan.run(), report.planKey(), contentKey, clock.instant().toString());
        ReportData data =
                new ReportAssembly(heading, new WriteReport(used, work.method(), work.comparisons()), results).data();
        return Optional.of(results.size() < trained.size() ? data.unfinished(trained.size()) : data);
    }

    private Optional<StageResult> result(Stage stage) {
        Path at = folder.stageFolder(stage);
        Manifest.Reading found = Manifest.read(at, files.stored());
        if (found instanceof Manifest.Damaged damaged) {
            console.accept(
                    stage.name() + " is left out: " + damaged.problem() + "; call mlfd run, which makes it again");
        }
        return found instanceof Manifest.Complete complete
                ? Optional.of(FinishedStage.read(
                                files.stored(), at, stage.name(), stage.planKey(), complete.manifest(), console)
                        .result())
                : Optional.empty();
    }

    /** How many parameters are in the file of a network's last weights; empty where it left none. */
    public OptionalLong parameters(StageResult stage, Output output) {
        Path at = folder.path().resolve(VolumeLayout.stageFolder(stage.stage(), stage.planKey()));
        return stage.weights(output, Selection.LAST)
                .map(file -> OptionalLong.of(NetworkFiles.parameterCount(files.stored(), at.resolve(file.file()))))
                .orElse(OptionalLong.empty());
    }

    /** The page of these data: the one that is there, where it is theirs, or a new one. */
    public Path page(ReportData data) {
        ReportFiles report = new ReportFiles(files, folder.path());
        if (!report.hold(data)) {
            report.write(data);
        }
        return report.page();
    }
}
