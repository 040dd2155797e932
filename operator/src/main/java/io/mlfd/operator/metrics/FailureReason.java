package io.mlfd.operator.metrics;

import io.mlfd.contract.ExitCode;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.StageState;
import java.util.Optional;

/** Why an attempt failed, in one of so many words. */
public enum FailureReason {
    BAD_ORDER("BadOrder"),
    BAD_INPUT("BadInput"),
    STORAGE("Storage"),
    DIVERGED("Diverged"),
    OUT_OF_MEMORY("OutOfMemory"),
    /** It used more of its node's storage than it may. */
    OVER_LIMIT("OverLimit"),
    /** It ended with 0 and said nothing. */
    NO_REPORT("NoReport"),
    /** Any other exit code. */
    EXIT_CODE("ExitCode"),
    TIMED_OUT("TimedOut"),
    /** It was disrupted more often than the run allows. */
    DISRUPTED("Disrupted"),
    /** It was given up before it had a process: its Job or its claim was refused or is missing. */
    NOT_STARTED("NotStarted"),
    OTHER(FirstValues.OTHER);

    private final String label;

    FailureReason(String label) {
        this.label = label;
    }

    /** As the metric has it. */
    public String label() {
        return label;
    }

    /**
     * @param before the stage's state, in which it had not failed
     * @param ending of the attempt's process, where one was seen
     */
    static FailureReason of(StageState before, Optional<Ending> ending) {
        if (before instanceof StageState.Stopping stopping) {
            boolean late = stopping.reason() == StageState.StopReason.TIMED_OUT;
            return ending.flatMap(FailureReason::known).orElse(late ? TIMED_OUT : OTHER);
        }
        if (before.waits()) {
            return ending.map(FailureReason::of).orElse(NOT_STARTED);
        }
        return ending.map(FailureReason::of).orElse(OTHER);
    }

    private static FailureReason of(Ending ending) {
        return known(ending).orElse(ending.exit().isPresent() ? EXIT_CODE : OTHER);
    }

    private static Optional<FailureReason> known(Ending ending) {
        return switch (ending.cause()) {
            case OUT_OF_MEMORY -> Optional.of(OUT_OF_MEMORY);
            case OVER_LIMIT -> Optional.of(OVER_LIMIT);
            case NO_REPORT -> Optional.of(NO_REPORT);
            case DISRUPTION -> Optional.of(DISRUPTED);
            case ITSELF ->
                ending.exit().stream()
                        .mapToObj(ExitCode::of)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .flatMap(FailureReason::of);
        };
    }

    private static Optional<FailureReason> of(ExitCode code) {
        return switch (code) {
            case BAD_ORDER -> Optional.of(BAD_ORDER);
            case BAD_INPUT -> Optional.of(BAD_INPUT);
            case STORAGE -> Optional.of(STORAGE);
            case DIVERGED -> Optional.of(DIVERGED);
            case OUT_OF_MEMORY -> Optional.of(OUT_OF_MEMORY);
            case STOPPED -> Optional.of(DISRUPTED);
            case DONE -> Optional.empty();
        };
    }
}
