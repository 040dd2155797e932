package io.mlfd.trainer.data;

/** Which symbolic links are followed. */
public enum Links {
    /** Those that stay below the data root: whoever may write to a shared volume must not reach beyond it. */
    WITHIN_ROOT,
    /** All: on a user's own machine a link is a way to spare a copy. */
    ANYWHERE
}
