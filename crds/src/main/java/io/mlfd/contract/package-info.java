/**
 * What whoever starts a stage and the stage agree on: the order it gets, the report it leaves, the exit status, and the
 * layout of the volume. Everything here is complete: defaults were resolved by {@link io.mlfd.plan}.
 */
package io.mlfd.contract;
