package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.data.Sampler;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stop.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Estimates T*'s standardisation from the cached features of all train images, set after set, each in the data set's order.
 *
 * @param batchSize images at once, at most what the sets were made for
 */
record Standards(TorchEngine engine, StopSignal stop, int batchSize) {
    /**
     * What of T* has to be estimated.
     *
     * @param segment of {@link JointShape#segments()}
     * @param datasets whose images it is for
     * @param fold of a fold expert: of its own data set it is for the images of this fold only
     */
    record Place(Standard standard, int segment, Set<String> datasets, Optional<Fold> fold) {}

    /** @param number from 0 */
    record Fold(String dataset, int number) {}

    void estimate(List<Place> places, List<CachedSet> sets) {
        if (places.isEmpty()) {
            return;
        }
        List<ChannelMoments> moments = new ArrayList<>();
        try (NDManager held = engine.manager().newSubManager()) {
            places.forEach(place -> moments.add(place.standard().moments(held)));
            for (CachedSet set : sets) {
                add(places, moments, set);
            }
            for (int i = 0; i < places.size(); i++) {
                places.get(i).standard().take(moments.get(i), held);
            }
        }
    }

    /** Rows of a batch on which a place's expert is heard; empty for all. */
    private static Optional<long[]> heard(Place place, CachedSet set, int[] images) {
        return place.fold()
                .filter(own -> own.dataset().equals(set.name()))
                .flatMap(own -> set.heldOut(Split.TRAIN, images).map(folds -> IntStream.range(0, folds.length)
                        .filter(row -> folds[row] == own.number())
                        .mapToLong(row -> row)
                        .toArray()));
    }

    private static void addRows(ChannelMoments seen, NDArray all, long[] rows, NDManager scope) {
        if (rows.length > 0) {
            seen.add(all.get(scope.create(rows)));
        }
    }

    private void add(List<Place> places, List<ChannelMoments> moments, CachedSet set) {
        Sampler sampler = Sampler.inOrder(set.count(Split.TRAIN), batchSize);
        for (int step = 0; step < sampler.stepsPerEpoch(); step++) {
            stop.check();
            int[] images = sampler.batch(step);
            try (NDManager scope = engine.step()) {
                Autograd.withoutRecording(() -> {
                    List<NDArray> features = set.features(Split.TRAIN, images, scope);
                    for (int i = 0; i < places.size(); i++) {
                        Place place = places.get(i);
                        ChannelMoments seen = moments.get(i);
                        NDArray all = features.get(place.segment());
                        if (place.datasets().contains(set.name())) {
                            heard(place, set, images)
                                    .ifPresentOrElse(rows -> addRows(seen, all, rows, scope), () -> seen.add(all));
                        }
                    }
                });
            }
        }
    }
}
