package io.mlfd.trainer.local;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.Progress;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.run.Action;
import io.mlfd.run.Decision;
import io.mlfd.run.Observation;
import io.mlfd.run.RunMachine;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.status.StatusWriter;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries a run out on this machine: looks at the processes, lets {@link RunMachine} decide, does it, writes it down. */
public final class LocalRunner {
    static final Duration LOOK = Duration.ofMillis(50);

    private final RunFolder folder;
    private final ChildLauncher launcher;
    private final FinishedStageLookup finished;
    private final DataInspection inspection;
    private final FileLocks locks;
    private final RunView view;
    private final StopRequests stops;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Pause pause;

    /**
     * @param clock for the moments that the record keeps, and what is counted from them beyond one call
     * @param ticker for durations within a call
     */
    public LocalRunner(
            RunFolder folder,
            ChildLauncher launcher,
            FinishedStageLookup finished,
            DataInspection inspection,
            FileLocks locks,
            RunView view,
            StopRequests stops,
            InstantSource clock,
            Ticker ticker,
            Pause pause) {
        this.folder = folder;
        this.launcher = launcher;
        this.finished = finished;
        this.inspection = inspection;
        this.locks = locks;
        this.view = view;
        this.stops = stops;
        this.clock = clock;
        this.ticker = ticker;
        this.pause = pause;
    }

    /**
     * Goes on with the run from wherever its folder stands, until it is complete, has failed, or this process was asked to
     * stop. No process of a stage is left when this returns or throws.
     *
     * @throws LocalRunException when the folder cannot be used for this run
     * @throws StorageException when it cannot be read or written
     */
    public RunOutcome run(LocalRun run) {
        if (run.policy().suspend()) {
            throw new LocalRunException(
                    ExitCode.BAD_ORDER,
                    "spec.suspend: the run is suspended; add --set spec.suspend=false to run it here");
        }
        folder.prepare();
        return lock().whileHeld(() -> alone(run));
    }

    private RunOutcome alone(LocalRun run) {
        new EarlierProcesses(folder.path().resolve(RunFolder.LOCKS), locks, stops, pause).await(view::line);
        if (run.fresh() && stops.count() == 0) {
            folder.removeRun();
        }
        borrowStages(run);
        RunState state = new Resumption(folder, finished, stops, clock, view::line).state(run);
        if (!state.complete()) {
            inspectData(run);
        }
        return new Drive(run, state).toItsEnd();
    }

    private void borrowStages(LocalRun run) {
        try {
            new BorrowedStages(folder, stops, view::line).take(run.plan(), run.reuse());
        } catch (StoppedException e) {
            view.line("stopped  copying of stages");
        }
    }

    private void inspectData(LocalRun run) {
        try {
            inspection.inspect(run, folder, view::line);
        } catch (StoppedException e) {
            // Nothing was started yet, and nothing will be: the first look says how the run stands.
            view.line("stopped  the check of the data");
        }
    }

    private FileLocks.Held lock() {
        return locks.ofRun(folder.path())
                .orElseThrow(() -> new LocalRunException(
                        ExitCode.STORAGE,
                        folder.path() + ": " + FileLocks.holder(folder.path().resolve(RunFolder.LOCK))
                                + " is carrying out the run in this folder; wait for it, or use --out DIR"));
    }

    /** One call's way through the run. */
    private final class Drive {
        private final LocalRun run;
        private final RunPolicy policy;
        private final Children children = new Children(folder, launcher, ticker);
        private final StageLines lines;
        private final StageWatch watch;
        private final AwakeTime awake = new AwakeTime(clock.instant());
        private final RunIdentity identity;
        private RunState state;
        private boolean told;
        private List<MLFDRunStatus.Condition> conditions = List.of();

        Drive(LocalRun run, RunState state) {
            this.run = run;
            this.policy = run.policy();
            this.state = state;
            this.lines = new StageLines(folder);
            this.watch = new StageWatch(folder, run.plan(), view::line);
            this.identity = RunIdentity.of(run.run());
        }

        RunOutcome toItsEnd() {
            try {
                record(state);
                while (!look()) {
                    view.show(state, progress(), clock.instant());
                    pause.pause(LOOK);
                }
                view.show(state, progress(), clock.instant());
                return outcome();
            } finally {
                endChildren();
            }
        }

        /** One look; whether it was the last. */
        private boolean look() {
            boolean stopping = stops.count() > 0;
            if (stopping && !told) {
                told = true;
                if (state.anyProcess()) {
                    view.line("stopping stages write a checkpoint; once more to kill them");
                }
            }
            if (stops.count() > 1) {
                children.killAll();
            }
            Instant now = clock.instant();
            sleptUntil(now);
            Observation seen = new Observation(children.observe(now), new Observation.Volume.Usable(), now);
            Decision decision = RunMachine.decide(run.plan(), stopping ? policy.suspended() : policy, state, seen);
            decision.actions().forEach(action -> perform(action, now));
            RunState next = heard(decision.next());
            if (!next.equals(state)) {
                record(next);
                for (Stage stage : run.plan().stages()) {
                    lines.of(stage, state.stage(stage.name()), next.stage(stage.name()), now)
                            .forEach(view::line);
                }
                state = next;
            }
            watch.look(state, awake.elapsed());
            return state.ended() || (stopping && !state.anyProcess());
        }

        /** Limits are about what stages do, and asleep they do nothing. */
        private void sleptUntil(Instant now) {
            Duration slept = awake.look(now);
            if (!slept.isZero()) {
                view.line("slept    " + Durations.text(slept) + ", no running time of stages or run");
                children.slept(slept);
                state = state.slept(slept);
            }
        }

        private void perform(Action action, Instant now) {
            if (action instanceof Action.StartStage start) {
                children.start(run.order(start.stage(), start.attempt(), folder.path()), now);
            } else if (action instanceof Action.StopStage stop) {
                children.stop(stop.stage().name(), stop.attempt());
            }
            // The volume is made before, and what happens is told from the states.
        }

        /** A stage that ended well but whose last words were lost: its folder says the same. */
        private RunState heard(RunState next) {
            Map<String, StageState> stages = new LinkedHashMap<>(next.stages());
            for (Stage stage : run.plan().stages()) {
                if (next.stage(stage.name()) instanceof StageState.Done done
                        && done.report().isEmpty()
                        && !(state.stage(stage.name()) instanceof StageState.Done)) {
                    stages.put(stage.name(), done.withReport(lastWords(stage, done)));
                }
            }
            return new RunState(stages, next.clock(), next.completedAt(), next.hindrance());
        }

        private Optional<StageReport> lastWords(Stage stage, StageState.Done done) {
            try {
                return finished.find(run.order(stage, done.attempts().number(), folder.path()));
            } catch (StorageException e) {
                // The stage is finished without them, and others may be in the midst of their work.
                view.line(stage.name() + " is done; its scores are missing here: " + e.getMessage());
                return Optional.empty();
            }
        }

        private void record(RunState next) {
            MLFDRunStatus status = new StatusWriter(
                            (stage, attempt) -> "", folder.path().toString())
                    .write(run.plan(), policy, next, 1, conditions, clock.instant());
            conditions = status.conditions();
            folder.write(RunRecord.of(identity, status));
        }

        private Map<String, Progress> progress() {
            Map<String, Progress> found = new LinkedHashMap<>();
            if (!view.wantsProgress()) {
                return found;
            }
            for (Stage stage : run.plan().stages()) {
                if (state.stage(stage.name()).occupiesPlace()) {
                    folder.progress(stage).ifPresent(p -> found.put(stage.name(), p));
                }
            }
            return found;
        }

        private RunOutcome outcome() {
            if (state.complete()) {
                return new RunOutcome(ExitCode.DONE.status(), state, List.of());
            }
            List<String> failures = state.stages().entrySet().stream()
                    .filter(entry -> entry.getValue() instanceof StageState.Failed)
                    .map(entry -> entry.getKey() + ": " + ((StageState.Failed) entry.getValue()).message())
                    .toList();
            return failures.isEmpty()
                    ? new RunOutcome(ExitCode.STOPPED.status(), state, failures)
                    : new RunOutcome(firstFailure(), state, failures);
        }

        private int firstFailure() {
            return run.plan().stages().stream()
                    .filter(stage -> state.stage(stage.name()) instanceof StageState.Failed)
                    .map(stage -> children.exit(stage.name()))
                    .flatMap(exit -> exit.stream().boxed())
                    .filter(exit -> ExitCode.of(exit).isPresent() && exit != ExitCode.STOPPED.status())
                    .findFirst()
                    .orElse(1);
        }

        /** Only after something unforeseen is any left: a full disk under the record, for instance. */
        private void endChildren() {
            children.stopAll();
            while (children.anyAlive()) {
                if (stops.count() > 1) {
                    children.killAll();
                }
                children.observe(clock.instant());
                pause.pause(LOOK);
            }
            launcher.close();
        }
    }
}
