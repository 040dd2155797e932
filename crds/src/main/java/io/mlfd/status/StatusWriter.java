package io.mlfd.status;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.api.StageStatus;
import io.mlfd.contract.LimitedText;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.result.Score;
import io.mlfd.run.Attempts;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.StopReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a run's state as status. */
public final class StatusWriter {
    /** Reason of {@code Accepted} of a run that goes on without fields of its spec that this program does not know. */
    public static final String UNKNOWN_FIELDS = "UnknownFields";

    private static final int MESSAGE_LIMIT = 2048;
    private static final int MOST_CURRENT = 512;

    private final ProcessNames names;
    private final String volume;
    private final List<Problem> unheeded;
    private final List<Problem> warnings;

    /** What the process of an attempt is called, for people: the Job's name. */
    @FunctionalInterface
    public interface ProcessNames {
        String of(Stage stage, int attempt);
    }

    /** @param volume name of the claim or folder that holds the run's files */
    public StatusWriter(ProcessNames names, String volume) {
        this(names, volume, List.of());
    }

    /** @param unheeded fields of the spec that this program does not know and the run goes on without */
    public StatusWriter(ProcessNames names, String volume, List<Problem> unheeded) {
        this(names, volume, unheeded, List.of());
    }

    /**
     * @param unheeded fields of the spec that this program does not know and the run goes on without
     * @param warnings what the run goes on with and its author should know
     */
    public StatusWriter(ProcessNames names, String volume, List<Problem> unheeded, List<Problem> warnings) {
        this.names = names;
        this.volume = volume;
        this.unheeded = List.copyOf(unheeded);
        this.warnings = List.copyOf(warnings);
    }

    /** Why a run is not carried out. */
    public enum Refused {
        /** Somebody has to change the spec. */
        INVALID_SPEC("InvalidSpec", "Invalid"),
        /** Another release of this program would know what is asked for. */
        NOT_UNDERSTOOD("NotUnderstood", "NotUnderstood");

        private final String reason;
        private final String end;

        Refused(String reason, String end) {
            this.reason = reason;
            this.end = end;
        }

        /** As conditions and events have it. */
        public String reason() {
            return reason;
        }

        /** As the condition has it that says that nothing goes on. */
        String end() {
            return end;
        }
    }

    /** The status of a run that is not carried out. */
    public static MLFDRunStatus refused(
            Refused why, long generation, List<Problem> problems, List<Condition> before, Instant now) {
        List<Condition> conditions = new RunConditions(generation, before, now).refused(why, problems);
        return MLFDRunStatus.of(generation, "Invalid", conditions);
    }

    /**
     * @param generation of the spec that was acted on
     * @param before conditions of the last status: a condition that did not change keeps its transition time
     */
    public MLFDRunStatus write(
            Plan plan, RunPolicy policy, RunState state, long generation, List<Condition> before, Instant now) {
        StatusResults results = new StatusResults(plan, state);
        return new MLFDRunStatus(
                generation,
                Phases.of(policy, state),
                new RunConditions(generation, before, now).of(plan, policy, state, unheeded, warnings),
                state.startedAt().map(StatusWriter::text).orElse(null),
                state.completedAt().map(StatusWriter::text).orElse(null),
                state.clock().flatMap(RunClock::since).map(StatusWriter::text).orElse(null),
                state.clock().map(clock -> clock.ran().toSeconds()).orElse(null),
                state.done() + "/" + plan.stages().size(),
                current(state),
                results.meanGain().orElse(null),
                volume.isEmpty() ? null : volume,
                plan.stages().stream()
                        .map(stage -> stage(stage, state.stage(stage.name())))
                        .toList(),
                results.rows(),
                null,
                Summaries.of(state));
    }

    private static String current(RunState state) {
        String active = state.stages().entrySet().stream()
                .filter(entry -> entry.getValue().occupiesPlace())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return LimitedText.inCharacters(active, MOST_CURRENT);
    }

    private StageStatus stage(Stage stage, StageState state) {
        Attempts attempts = state.attempts();
        Optional<StageReport> report = state instanceof StageState.Done done ? done.report() : Optional.empty();
        return new StageStatus(
                stage.name(),
                stage.kind().label(),
                stage.dataset().orElse(null),
                stage.seed(),
                name(state),
                attempts.number(),
                attempts.failures(),
                attempts.disruptions(),
                attempts.inVain() == 0 ? null : attempts.inVain(),
                attempts.loss()
                        .map(loss -> new StageStatus.Disruption(loss.attempt(), loss.reason(), limited(loss.message())))
                        .orElse(null),
                stage.planKey(),
                report.flatMap(StageReport::contentKey).orElse(null),
                state.waits() ? null : emptyToNull(names.of(stage, attempts.number())),
                startTime(state),
                completionTime(state),
                state instanceof StageState.BackingOff backingOff ? text(backingOff.until()) : null,
                report.map(StageReport::reused).orElse(null),
                report.flatMap(StageReport::checkpoint)
                        .or(() -> state instanceof StageState.Done ? Optional.empty() : attempts.checkpoint())
                        .map(c -> new StageStatus.Checkpoint(c.step(), c.digest()))
                        .orElse(null),
                report.map(r -> r.scores().stream().map(s -> score(stage, s)).toList())
                        .orElse(List.of()),
                report.flatMap(StageReport::repeated).orElse(null),
                report.map(r -> r.weights().stream().map(StatusWriter::weights).toList())
                        .orElse(List.of()),
                emptyToNull(limited(message(state))),
                null,
                null);
    }

    private static StageStatus.Score score(Stage stage, Score score) {
        return new StageStatus.Score(
                score.stage().equals(stage.name()) ? null : score.stage(),
                score.output(),
                score.dataset(),
                score.metric(),
                score.selection().name().toLowerCase(Locale.ROOT),
                score.value(),
                score.count());
    }

    private static StageStatus.Weights weights(StageReport.Weights weights) {
        return new StageStatus.Weights(weights.output(), weights.digest());
    }

    private static String name(StageState state) {
        if (state instanceof StageState.Queued) {
            return StageNames.QUEUED;
        }
        if (state instanceof StageState.Active active) {
            return active.runningSince().isPresent() ? StageNames.RUNNING : StageNames.PENDING;
        }
        if (state instanceof StageState.Stopping stopping) {
            return stopping.reason() == StopReason.SUSPENDED ? StageNames.SUSPENDING : StageNames.TIMING_OUT;
        }
        if (state instanceof StageState.BackingOff) {
            return StageNames.BACKING_OFF;
        }
        if (state instanceof StageState.Done) {
            return StageNames.DONE;
        }
        return state instanceof StageState.Failed ? StageNames.FAILED : StageNames.WAITING;
    }

    private static String startTime(StageState state) {
        if (state instanceof StageState.Queued queued) {
            return text(queued.since());
        }
        if (state instanceof StageState.Active active) {
            return text(active.runningSince().orElse(active.since()));
        }
        return state instanceof StageState.Done done
                ? done.startedAt().map(StatusWriter::text).orElse(null)
                : null;
    }

    private static String completionTime(StageState state) {
        if (state instanceof StageState.Done done) {
            return text(done.completedAt());
        }
        return state instanceof StageState.Failed failed ? text(failed.completedAt()) : null;
    }

    private static String message(StageState state) {
        if (state instanceof StageState.Queued queued) {
            return queued.message();
        }
        if (state instanceof StageState.Active active) {
            return active.message();
        }
        if (state instanceof StageState.Stopping stopping) {
            return stopping.message();
        }
        if (state instanceof StageState.BackingOff backingOff) {
            return backingOff.message();
        }
        if (state instanceof StageState.Done done) {
            return done.message();
        }
        return state instanceof StageState.Failed failed ? failed.message() : "";
    }

    private static String limited(String message) {
        return LimitedText.inCharacters(message, MESSAGE_LIMIT);
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Kubernetes times have whole seconds. */
    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
