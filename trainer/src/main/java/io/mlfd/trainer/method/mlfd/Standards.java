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
import java.util.Set;

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
     */
    record Place(Standard standard, int segment, Set<String> datasets) {}

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

    private void add(List<Place> places, List<ChannelMoments> moments, CachedSet set) {
        Sampler sampler = Sampler.inOrder(set.count(Split.TRAIN), batchSize);
        for (int step = 0; step < sampler.stepsPerEpoch(); step++) {
            stop.check();
            int[] images = sampler.batch(step);
            try (NDManager scope = engine.step()) {
                Autograd.withoutRecording(() -> {
                    List<NDArray> features = set.features(Split.TRAIN, images, scope);
                    for (int i = 0; i < places.size(); i++) {
                        if (places.get(i).datasets().contains(set.name())) {
                            moments.get(i).add(features.get(places.get(i).segment()));
                        }
                    }
                });
            }
        }
    }
}
