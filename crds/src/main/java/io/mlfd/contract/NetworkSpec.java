package io.mlfd.contract;

/**
 * An architecture by name.
 *
 * @param name as in {@link io.mlfd.plan.network.NetworkShape#name()}
 * @param width channels of the first stage
 */
public record NetworkSpec(String name, int width) {}
