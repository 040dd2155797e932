package io.mlfd.trainer.data;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;
import java.util.List;
import java.util.stream.Stream;

/**
 * Data that cannot be used: missing, contradictory or corrupt. Each problem is one line that names the file or folder and
 * says what would be right. Never retried: the same files would fail again.
 */
public final class BadInputException extends KnownFailure {

    private static final long serialVersionUID = 1L;

    /** Of the message, in characters: what is over it is told as a number, between two problems and never inside of one. */
    private static final int SUMMARY = 700;

    private final List<String> problems;
    private final long more;
    private final boolean cut;

    /** One or more problems, the first the most telling. */
    public BadInputException(List<String> problems) {
        this("", problems, 0);
    }

    /** One problem. */
    public BadInputException(String problem) {
        this(List.of(problem));
    }

    /** @param more problems that were found beside those that are in words */
    BadInputException(String where, List<String> problems, long more) {
        super(ExitCode.BAD_INPUT, where + summary(problems, more));
        this.problems = List.copyOf(problems);
        this.more = more;
        this.cut = told(problems) < problems.size() || more > 0;
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem to report");
        }
    }

    /** The same, whose message names the data set. */
    public BadInputException of(String dataset) {
        return new BadInputException("data set " + dataset + ": ", problems, more);
    }

    /** The problems in words, each one line; the message is the first of them in one line. */
    public List<String> problems() {
        return problems;
    }

    /** The problems in words, each one line, and a line with the number of those that are not. */
    public List<String> lines() {
        return more == 0
                ? problems
                : Stream.concat(problems.stream(), Stream.of("and " + more + " more"))
                        .toList();
    }

    /** Whether the message has only the first of them. */
    public boolean isCut() {
        return cut;
    }

    private static String summary(List<String> problems, long more) {
        int told = told(problems);
        String text = String.join("; ", problems.subList(0, told));
        long rest = problems.size() - told + more;
        return rest == 0 ? text : text + "; and " + rest + " more";
    }

    /** How many have room in the message; the first always. */
    private static int told(List<String> problems) {
        int told = 0;
        int length = 0;
        for (String problem : problems) {
            length += problem.length() + 2;
            if (told > 0 && length > SUMMARY) {
                break;
            }
            told++;
        }
        return told;
    }
}
