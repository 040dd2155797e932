package io.mlfd.trainer.data;

/** Bounds for hostile folders. */
record ScanLimits(int classes, int files) {
    static final ScanLimits DEFAULT = new ScanLimits(10_000, 10_000_000);
}
