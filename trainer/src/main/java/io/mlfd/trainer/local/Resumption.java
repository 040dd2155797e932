package io.mlfd.trainer.local;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Stage;
import io.mlfd.run.Attempts;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.status.StatusReader;
import io.mlfd.status.StatusReader.StatusException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The state from which a call goes on: what the folder's record says, as far as the stages' files bear it out. */
final class Resumption {
    private final RunFolder folder;
    private final FinishedStageLookup finished;
    private final StopRequests stops;
    private final InstantSource clock;
    private final Consumer<String> lines;

    Resumption(
            RunFolder folder,
            FinishedStageLookup finished,
            StopRequests stops,
            InstantSource clock,
            Consumer<String> lines) {
        this.folder = folder;
        this.finished = finished;
        this.stops = stops;
        this.clock = clock;
        this.lines = lines;
    }

    /**
     * @throws LocalRunException when the folder holds a run of another spec and changes are not accepted, or a record that
     *     cannot be used
     * @throws io.mlfd.trainer.storage.StorageException when it cannot be told now whether a stage is finished
     */
    RunState state(LocalRun run) {
        RunState recorded = folder.record().map(record -> recorded(run, record)).orElse(RunState.initial(run.plan()));
        Map<String, StageState> stages = new LinkedHashMap<>();
        for (Stage stage : run.plan().stages()) {
            if (stops.count() > 0) {
                break;
            }
            stages.put(stage.name(), checked(run, stage, recorded.stage(stage.name()), stages));
        }
        // Asked to stop while looking: what was not looked at is taken as recorded, the next call looks again.
        recorded.stages().forEach(stages::putIfAbsent);
        return new RunState(stages, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private RunState recorded(LocalRun run, RunRecord record) {
        RunIdentity identity = RunIdentity.of(run.run());
        if (!identity.digest().equals(record.digest()) && !run.acceptChanges()) {
            String difference = identity.firstDifference(record.identity()).orElse("its spec differs");
            throw new LocalRunException(
                    ExitCode.BAD_ORDER,
                    folder.path() + ": holds another run: " + difference
                            + "; use --out DIR for a folder of its own, --accept-changes to keep the stages that do not"
                            + " depend on it, or --fresh to start over");
        }
        try {
            return new StatusReader()
                    .read(run.plan(), sameStages(run, record.status()))
                    .continued();
        } catch (StatusException e) {
            throw new LocalRunException(ExitCode.BAD_INPUT, folder.damaged(e.getMessage()), e);
        }
    }

    /** The recorded status, where a stage that was changed or added stands at its beginning. */
    private MLFDRunStatus sameStages(LocalRun run, MLFDRunStatus recorded) {
        List<StageStatus> stages = run.plan().stages().stream()
                .map(stage -> recorded.stages().stream()
                        .filter(s ->
                                stage.name().equals(s.name()) && stage.planKey().equals(s.planKey()))
                        .findFirst()
                        .orElseGet(() -> beginning(stage, recorded)))
                .toList();
        return MLFDRunStatus.of(null, recorded.phase(), List.of()).withStages(stages);
    }

    private static StageStatus beginning(Stage stage, MLFDRunStatus recorded) {
        // Attempts go on counting, so that no attempt's output is mixed with one of the spec before.
        int attempt = recorded.stages().stream()
                .filter(s -> stage.name().equals(s.name()))
                .mapToInt(s -> Objects.requireNonNullElse(s.attempt(), 0) + 1)
                .findFirst()
                .orElse(1);
        return new StageStatus(
                stage.name(),
                stage.kind().label(),
                null,
                stage.seed(),
                "Waiting",
                attempt,
                0,
                0,
                null,
                null,
                stage.planKey(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                List.of(),
                null,
                null,
                null);
    }

    private StageState checked(LocalRun run, Stage stage, StageState recorded, Map<String, StageState> earlier) {
        boolean done = recorded instanceof StageState.Done;
        if (!done && !folder.hasResult(stage)) {
            return recorded;
        }
        Optional<String> undone = stage.inputNames().stream()
                .filter(input -> !(earlier.get(input) instanceof StageState.Done))
                .findFirst();
        Optional<StageReport> report = undone.isPresent()
                ? Optional.empty()
                : finished.find(run.order(stage, recorded.attempts().number(), folder.path()));
        if (report.isPresent()) {
            lines.accept("reused   " + stage.name());
            return done(recorded, report.get());
        }
        if (!done || stops.count() > 0) {
            return recorded;
        }
        lines.accept("again    " + stage.name() + ": "
                + undone.map(input -> input + " is to be done again").orElseGet(() -> reason(stage)));
        return new StageState.Waiting(new Attempts(recorded.attempts().number() + 1, 0, 0));
    }

    private String reason(Stage stage) {
        return folder.hasResult(stage)
                ? "its files in " + folder.stageFolder(stage) + " are damaged, or its data changed"
                : "its files in " + folder.stageFolder(stage) + " are gone";
    }

    private StageState done(StageState recorded, StageReport report) {
        if (recorded instanceof StageState.Done done) {
            return done.withReport(Optional.of(report));
        }
        Instant now = clock.instant();
        return new StageState.Done(recorded.attempts(), Optional.of(now), now, Optional.of(report));
    }
}
