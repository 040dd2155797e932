package io.mlfd.trainer.local;

/** How often this process was asked to stop. The first request lets stages write checkpoints, the second kills them. */
@FunctionalInterface
public interface StopRequests {
    int count();
}
