package io.mlfd.plan.network;

/** A rule of settings that several families have. */
final class Positive {
    private Positive() {}

    static void require(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": " + value + " is not positive");
        }
    }
}
