package io.mlfd.status;

import io.mlfd.status.StatusReader.StatusException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * One value of a status. Another release may have written it, so it may be missing where it never is here, or be one that this
 * program does not know: either is told with its path.
 *
 * @param path as in {@code status.stages[teacher/a].attempt}
 * @param found empty where the status has none
 */
record StatusValue<T>(String path, Optional<T> found) {
    static <T> StatusValue<T> of(String path, T valueOrNull) {
        return new StatusValue<>(path, Optional.ofNullable(valueOrNull));
    }

    /** @throws StatusException where there is none */
    T required() {
        return found.orElseThrow(() -> new StatusException(path + " is missing"));
    }

    /**
     * What is made of the value.
     *
     * @param meaning may throw whatever the value brings it to
     * @throws StatusException where there is none, or nothing can be made of it
     */
    <R> R as(Function<T, R> meaning) {
        T value = required();
        try {
            return meaning.apply(value);
        } catch (StatusException e) {
            throw e;
        } catch (IllegalArgumentException | NullPointerException | ArithmeticException | DateTimeException e) {
            throw new StatusException(path + ": " + text(value) + " means nothing to this program");
        }
    }

    private static String text(Object value) {
        return value instanceof String ? "\"" + value + "\"" : value.toString();
    }

    /** An RFC 3339 time, where there is one. */
    static Optional<Instant> time(String path, String textOrNull) {
        return of(path, textOrNull).found().map(text -> of(path, text).as(Instant::parse));
    }
}
