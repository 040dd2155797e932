package io.mlfd.yaml;

import java.util.OptionalInt;

/** A text that is not YAML, or YAML whose meaning is not certain. */
public final class NotYamlException extends Exception {
    private static final long serialVersionUID = 1L;

    /** From 1; 0 where none is known. */
    private final int line;

    NotYamlException(int line, String message) {
        super(message);
        this.line = line;
    }

    NotYamlException(int line, String message, Throwable cause) {
        super(message, cause);
        this.line = line;
    }

    /** The line, from 1; empty where the text as a whole is meant. */
    public OptionalInt line() {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }
}
