package io.mlfd.plan;

import java.util.List;

/** A value that was checked, or everything that is wrong with it. */
public sealed interface Checked<T> {
    record Valid<T>(T value) implements Checked<T> {}

    /** {@code problems}: at least one. */
    record Invalid<T>(List<Problem> problems) implements Checked<T> {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
