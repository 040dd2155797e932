package io.mlfd.contract.feed;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Pass;

/** What distilling maps takes. Experts and students of a data set have one network, so all maps of a level are alike. */
final class MapDemand {
    /** Of a vector of length 1, its target's, and the difference of both. */
    private static final int VALUES_OF_A_DISTANCE = 5;

    private static final long KERNEL = 9;

    private MapDemand() {}

    /** A student with frozen teachers and a translator for each. */
    static Demand of(NetworkSizes sizes, MapDistillation work, int teachers) {
        DatasetWork dataset = work.dataset();
        long channels = sizes.channels(dataset.network(), work.level());
        long pixels = pixels(sizes, dataset, work.level());
        return sizes.training(dataset.network())
                .and(frozen(sizes, dataset, teachers))
                .and(Demand.trainingBeside(
                        teachers * 3L * KERNEL * channels * channels,
                        Pass.small(teachers * (6L + VALUES_OF_A_DISTANCE) * channels * pixels)));
    }

    /** What makes factors of a teacher's maps, without being trained. */
    static Demand encoder(NetworkSizes sizes, DatasetWork dataset, String level, double rate) {
        long channels = sizes.channels(dataset.network(), level);
        long factors = factors(channels, rate);
        return Demand.keeping(encoderParameters(channels, factors))
                .and(Demand.lookingAt(Pass.small(2 * (channels + 2 * factors) * pixels(sizes, dataset, level))));
    }

    /** The auto-encoder in training, behind a frozen teacher. */
    static Demand ofParaphraser(NetworkSizes sizes, DatasetWork dataset, String level, double rate) {
        long channels = sizes.channels(dataset.network(), level);
        long factors = factors(channels, rate);
        long pixels = pixels(sizes, dataset, level);
        Pass pass =
                new Pass((4 * (channels + 2 * factors) + VALUES_OF_A_DISTANCE * channels) * pixels, channels * pixels);
        return Demand.training(2 * encoderParameters(channels, factors), pass)
                .and(frozen(sizes, dataset, 1))
                .and(Demand.evaluating(sizes.pass(dataset.network(), 0)));
    }

    private static Demand frozen(NetworkSizes sizes, DatasetWork dataset, int teachers) {
        return Demand.keeping((long) teachers * sizes.parameters(dataset.network(), 0))
                .and(Demand.lookingAt(sizes.pass(dataset.network(), 0).times(teachers)));
    }

    private static long encoderParameters(long channels, long factors) {
        return KERNEL * (channels * channels + channels * factors + factors * factors);
    }

    private static long factors(long channels, double rate) {
        return (long) Math.ceil(rate * channels);
    }

    private static long pixels(NetworkSizes sizes, DatasetWork dataset, String level) {
        long side = sizes.side(dataset.network(), level);
        return side * side;
    }
}
