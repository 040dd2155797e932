package io.mlfd.status;

import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.contract.LimitedText;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Hindrance;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.status.StatusWriter.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The conditions of a run. {@code Finished} is for scripts: nothing goes on, and nothing will unless somebody changes
 * something. {@code Reconciling} and {@code Stalled} are kstatus' (true when abnormal), so that GitOps tools show the run's
 * real state; it takes a {@code Ready} that is false for progress, so a run that is asked to do nothing has none.
 *
 * <p>A text stands whole in one of them: in {@code Accepted} what a spec has wrong, in {@code Failed} why a run failed, in
 * {@code Suspended} or {@code Progressing} what it waits for. The others have its beginning, or say where it is.
 */
final class RunConditions {
    private static final int MESSAGE_LIMIT = 8192;
    /** Of the message of one stage among those of a run that failed; the stage itself has all of it. */
    private static final int OF_A_STAGE = 1200;
    /** Where the same stands elsewhere. */
    private static final int BEGINNING = 200;

    private final long generation;
    private final List<Condition> before;
    private final Instant now;

    RunConditions(long generation, List<Condition> before, Instant now) {
        this.generation = generation;
        this.before = before;
        this.now = now;
    }

    /** @param reason one word for all of them but {@code Finished} */
    List<Condition> refused(Refused reason, List<Problem> problems) {
        String message = Problem.line(problems);
        String word = reason.reason();
        return List.of(
                condition("Accepted", false, word, message),
                condition("Progressing", false, word, beginning(message, "Accepted")),
                condition("Suspended", false, word, ""),
                condition("Complete", false, word, ""),
                condition("Failed", false, word, ""),
                condition("Finished", true, reason.end(), "condition Accepted says why"),
                condition("Ready", false, word, ""),
                condition("Reconciling", false, word, ""),
                condition("Stalled", true, word, beginning(message, "Accepted")));
    }

    /**
     * @param unheeded fields that the run goes on without
     * @param warnings what it goes on with
     */
    List<Condition> of(Plan plan, RunPolicy policy, RunState state, List<Problem> unheeded, List<Problem> warnings) {
        boolean complete = state.complete();
        boolean failed = state.ended() && !complete;
        boolean suspended = policy.suspend() && !state.ended();
        boolean stopped = suspended && !state.anyProcess();
        boolean progressing = !state.ended() && !suspended;
        String reason = complete ? "Complete" : failed ? "StageFailed" : suspended ? "Suspended" : running(state);
        String message = message(plan, state, reason);
        String done = state.done() + " of " + plan.stages().size() + " stages done";
        List<Condition> conditions = new ArrayList<>(List.of(
                accepted(plan, unheeded, warnings),
                condition(
                        "Progressing",
                        progressing,
                        reason,
                        failed || suspended ? beginning(message, failed ? "Failed" : "Suspended") : message),
                condition("Suspended", suspended, reason, suspended ? message : ""),
                condition("Complete", complete, reason, complete ? done : ""),
                condition("Failed", failed, reason, failed ? message : ""),
                condition(
                        "Finished",
                        state.ended() || stopped,
                        failed ? "Failed" : reason,
                        failed ? done + "; condition Failed says why" : done)));
        if (!suspended) {
            conditions.add(condition("Ready", complete, reason, done));
        }
        conditions.add(condition("Reconciling", progressing || (suspended && !stopped), reason, done));
        conditions.add(condition("Stalled", failed, reason, failed ? failedStages(state) : ""));
        return List.copyOf(conditions);
    }

    private static String beginning(String message, String where) {
        return LimitedText.inBytes(message, BEGINNING, "... (condition " + where + " has all of it)");
    }

    private Condition accepted(Plan plan, List<Problem> unheeded, List<Problem> warnings) {
        String without =
                unheeded.isEmpty() ? "" : ", which go on without what is not understood: " + Problem.line(unheeded);
        String reason = !unheeded.isEmpty() ? StatusWriter.UNKNOWN_FIELDS : warnings.isEmpty() ? "Valid" : "Warned";
        return condition(
                "Accepted", true, reason, joined(plan.stages().size() + " stages" + without, Problem.line(warnings)));
    }

    private static String suspended(RunState state) {
        return joined(
                "spec.suspend is true",
                state.hindrance().map(Hindrance::message).orElse(""));
    }

    private static String running(RunState state) {
        if (!state.anyProcess()) {
            return state.hindrance().map(RunConditions::idle).orElse(backsOff(state) ? "BackingOff" : "StagesRunning");
        }
        List<StageState> underWay =
                state.stages().values().stream().filter(StageState::isUnderWay).toList();
        boolean anyRuns = underWay.stream()
                .anyMatch(stage -> stage instanceof StageState.Active active
                        && active.runningSince().isPresent());
        boolean allQueued = !underWay.isEmpty() && underWay.stream().allMatch(StageState.Queued.class::isInstance);
        return anyRuns ? "StagesRunning" : allQueued ? "StagesQueued" : "StagesPending";
    }

    private static String idle(Hindrance hindrance) {
        return switch (hindrance.kind()) {
            case VOLUME -> "VolumeNotReady";
            case REFUSAL -> "Refused";
            case OCCUPIED -> "StagesPending";
        };
    }

    private static boolean backsOff(RunState state) {
        return state.stages().values().stream().anyMatch(StageState.BackingOff.class::isInstance);
    }

    private static String message(Plan plan, RunState state, String reason) {
        String hindrance = state.hindrance().map(Hindrance::message).orElse("");
        return switch (reason) {
            case "VolumeNotReady", "Refused" -> hindrance;
            case "StageFailed" -> failures(state);
            case "StagesPending", "StagesQueued" -> joined(hindrance, pending(state));
            case "BackingOff" -> backingOff(state);
            case "Suspended" -> suspended(state);
            default -> joined(state.done() + " of " + plan.stages().size() + " stages done", hindrance);
        };
    }

    private static String joined(String first, String second) {
        return Stream.of(first, second).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
    }

    private static String backingOff(RunState state) {
        return state.stages().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof StageState.BackingOff)
                .map(entry -> entry.getKey() + ": " + ((StageState.BackingOff) entry.getValue()).message())
                .collect(Collectors.joining("; "));
    }

    private static String failures(RunState state) {
        return state.stages().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof StageState.Failed)
                .map(entry -> entry.getKey() + ": "
                        + LimitedText.inBytes(
                                ((StageState.Failed) entry.getValue()).message(),
                                OF_A_STAGE,
                                "... (status.stages[].message has all of it)"))
                .collect(Collectors.joining("; "));
    }

    private static String failedStages(RunState state) {
        return state.stages().entrySet().stream()
                        .filter(entry -> entry.getValue() instanceof StageState.Failed)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", "))
                + " failed; condition Failed says why";
    }

    private static String pending(RunState state) {
        return state.stages().entrySet().stream()
                .filter(entry -> entry.getValue().occupiesPlace())
                .map(RunConditions::waits)
                .collect(Collectors.joining("; "));
    }

    private static String waits(Map.Entry<String, StageState> entry) {
        if (entry.getValue() instanceof StageState.Queued queued) {
            return entry.getKey() + " is queued" + (queued.message().isEmpty() ? "" : ": " + queued.message());
        }
        if (entry.getValue() instanceof StageState.Stopping stopping) {
            return entry.getKey() + " is being stopped: " + stopping.message();
        }
        String why = ((StageState.Active) entry.getValue()).message();
        return entry.getKey() + (why.isEmpty() ? " starts" : ": " + why);
    }

    private Condition condition(String type, boolean value, String reason, String message) {
        String status = value ? "True" : "False";
        Optional<Condition> old = before.stream()
                .filter(condition -> condition.type().equals(type))
                .filter(condition -> condition.status().equals(status))
                .findFirst();
        String since = old.map(Condition::lastTransitionTime).orElse(StatusWriter.text(now));
        return new Condition(type, status, generation, since, reason, LimitedText.inBytes(message, MESSAGE_LIMIT));
    }
}
