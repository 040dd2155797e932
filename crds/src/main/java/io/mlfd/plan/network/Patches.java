package io.mlfd.plan.network;

import java.util.Optional;

/** Networks that cut images into patches. */
final class Patches {
    private Patches() {}

    /** As {@link NetworkShape#refusal}. */
    static Optional<String> refusal(int inputSize, int patch) {
        return inputSize % patch == 0
                ? Optional.empty()
                : Optional.of("cannot be cut into patches of " + patch + ", of which the size has to be a multiple");
    }
}
