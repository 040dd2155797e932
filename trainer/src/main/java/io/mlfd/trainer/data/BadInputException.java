package io.mlfd.trainer.data;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;
import java.util.List;

/**
 * Data that cannot be used: missing, contradictory or corrupt. Each problem is one line that names the file or folder and
 * says what would be right. Never retried: the same files would fail again.
 */
public final class BadInputException extends KnownFailure {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** One or more problems, the first the most telling. */
    public BadInputException(List<String> problems) {
        super(ExitCode.BAD_INPUT, String.join("; ", problems));
        this.problems = List.copyOf(problems);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem to report");
        }
    }

    /** One problem. */
    public BadInputException(String problem) {
        this(List.of(problem));
    }

    /** All problems, each one line; the message is the same in one line. */
    public List<String> problems() {
        return problems;
    }
}
