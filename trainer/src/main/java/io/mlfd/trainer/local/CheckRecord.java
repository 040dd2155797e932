package io.mlfd.trainer.local;

/**
 * That the data of a run were looked at and nothing was wrong with them, so that the next call need not look again.
 *
 * @param stamp of the data as they were, see {@link CheckedData}
 * @param summary of what was found, one line
 */
record CheckRecord(int version, String stamp, String summary) {
    static final int VERSION = 1;
}
