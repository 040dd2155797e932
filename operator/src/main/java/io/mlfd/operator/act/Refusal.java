package io.mlfd.operator.act;

import io.mlfd.plan.Stage;
import java.util.Optional;

/**
 * The API server would not take an object.
 *
 * @param stage whose Job it is, empty for the run's claim
 * @param message names the object and repeats the API server
 * @param lasting whether the object itself is wrong, so that trying again cannot help
 */
public record Refusal(Optional<Stage> stage, String message, boolean lasting) {
    /** The same, and what comes of it. */
    public Refusal with(String more) {
        return new Refusal(stage, message + "; " + more, lasting);
    }
}
