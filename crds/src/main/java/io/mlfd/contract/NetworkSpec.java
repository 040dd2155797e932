package io.mlfd.contract;

/**
 * An architecture by name.
 *
 * @param name as in {@link io.mlfd.plan.Architecture.Family#label()}
 * @param width channels of the first stage
 */
public record NetworkSpec(String name, int width) {}
