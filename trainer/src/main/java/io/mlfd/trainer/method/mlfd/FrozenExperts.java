package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.Level;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import java.util.ArrayList;
import java.util.List;

/** The experts as T* sees them: evaluated, never trained, their maps averaged to each level's common size. */
final class FrozenExperts {
    private final JointShape shape;
    private final List<Network> networks;

    /** @param networks by the positions that {@link JointShape#network} has them at */
    FrozenExperts(JointShape shape, List<Network> networks) {
        if (networks.size() != shape.networks()) {
            throw new IllegalArgumentException(networks.size() + " networks for " + shape.datasets());
        }
        this.shape = shape;
        this.networks = List.copyOf(networks);
    }

    /**
     * @param images (N, 3, S, S), normalised with the statistics of the images' own data set, whoever the expert is
     * @return in the order of {@link JointShape#segments()}
     */
    List<NDArray> features(NDArray images) {
        return Autograd.withoutRecording(() -> {
            List<NetworkOutput> outputs = networks.stream()
                    .map(network -> network.forward(images, Mode.EVAL))
                    .toList();
            List<NDArray> features = new ArrayList<>();
            for (Level level : shape.levels()) {
                outputs.forEach(output -> features.add(atCommonSize(level, output)));
            }
            return features;
        });
    }

    private NDArray atCommonSize(Level level, NetworkOutput output) {
        NDArray features = output.at(level);
        return level instanceof Level.FeatureMap
                ? Functional.averagePoolTo(features, shape.commonSize(level))
                : features;
    }

    /** The features of one batch as plain numbers, for a cache. */
    List<float[]> values(NDArray images) {
        try (NDManager scratch = images.getManager().newSubManager()) {
            NDArray view = images.stopGradient();
            view.attach(scratch);
            return features(view).stream().map(NDArray::toFloatArray).toList();
        }
    }
}
