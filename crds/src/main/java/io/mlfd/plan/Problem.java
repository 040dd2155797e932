package io.mlfd.plan;

import io.mlfd.contract.ControlCharacters;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with a spec.
 *
 * @param path of the field, as in {@code spec.datasets[1].model.width}
 * @param message what is wrong and what would be right
 */
public record Problem(String path, String message) {
    /** Names and values of a file are repeated in both, and a file may hold what would be more than one line. */
    public Problem {
        path = ControlCharacters.escaped(path);
        message = ControlCharacters.escaped(message);
    }

    @Override
    public String toString() {
        return path + ": " + message;
    }

    /** All problems in one line. */
    public static String line(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
}
