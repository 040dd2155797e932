package io.mlfd.operator;

/** Ends this process at once, without running what is registered for an orderly stop. */
@FunctionalInterface
interface ProcessEnd {
    /** @param exit status that the process ends with */
    void now(int exit);
}
