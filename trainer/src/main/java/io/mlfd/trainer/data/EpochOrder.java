package io.mlfd.trainer.data;

import java.util.function.LongFunction;

/** The order of an epoch, remembered while that epoch lasts. Safe for use by several threads: it only saves time. */
final class EpochOrder {

    private final LongFunction<int[]> orderOfEpoch;
    private volatile Remembered recent;

    private static final class Remembered {
        private final long epoch;
        private final int[] order;

        private Remembered(long epoch, int[] order) {
            this.epoch = epoch;
            this.order = order;
        }
    }

    EpochOrder(LongFunction<int[]> orderOfEpoch) {
        this.orderOfEpoch = orderOfEpoch;
        this.recent = new Remembered(0, orderOfEpoch.apply(0));
    }

    /** Not to be written to. */
    int[] of(long epoch) {
        Remembered known = recent;
        if (known.epoch != epoch) {
            known = new Remembered(epoch, orderOfEpoch.apply(epoch));
            recent = known;
        }
        return known.order;
    }
}
