package io.mlfd.trainer.data;

/** What becomes of an epoch's last batch when the images do not fill it. */
public enum LastBatch {
    /** The epoch ends with a shorter batch. */
    KEEP,
    /** The images left over are not visited in this epoch; the next epoch leaves out others. */
    DROP
}
