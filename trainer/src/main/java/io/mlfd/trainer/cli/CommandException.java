package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.plan.Problem;
import io.mlfd.trainer.failure.KnownFailure;
import java.util.List;

/** What a user did cannot be done: lines for stderr, each naming the field or file and the remedy. */
final class CommandException extends KnownFailure {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    CommandException(ExitCode exit, String line) {
        this(exit, List.of(line));
    }

    private CommandException(ExitCode exit, List<String> lines) {
        super(exit, String.join("; ", lines));
        this.lines = List.copyOf(lines);
    }

    /** Everything that is wrong with a run file, a line each. */
    static CommandException of(String file, List<Problem> problems) {
        return new CommandException(
                ExitCode.BAD_ORDER,
                problems.stream().map(problem -> file + ": " + problem).toList());
    }

    List<String> lines() {
        return lines;
    }
}
