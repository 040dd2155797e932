package io.mlfd.plan.estimate;

import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Pass;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.plan.network.StageShape;

/** @param inputSize pixels on each side of an image */
record ShapeSizes(int inputSize) implements NetworkSizes {
    @Override
    public long parameters(NetworkSpec network, int firstPart) {
        return NetworkShapes.of(network).parametersFrom(firstPart);
    }

    @Override
    public Pass pass(NetworkSpec network, int firstPart) {
        return NetworkShapes.of(network).pass(inputSize, firstPart);
    }

    @Override
    public int channels(NetworkSpec network, String level) {
        NetworkShape shape = NetworkShapes.of(network);
        return level(level) instanceof Level.FeatureMap map ? stage(shape, map).channels() : shape.embeddingLength();
    }

    @Override
    public int side(NetworkSpec network, String level) {
        return level(level) instanceof Level.FeatureMap map
                ? stage(NetworkShapes.of(network), map).size()
                : 1;
    }

    @Override
    public int stages(NetworkSpec network) {
        return NetworkShapes.of(network).stageCount();
    }

    private static Level level(String name) {
        return Level.parse(name).orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is no level"));
    }

    private StageShape stage(NetworkShape shape, Level.FeatureMap level) {
        return level.stageOf(shape, inputSize)
                .orElseThrow(() -> new IllegalArgumentException(shape.label() + " has no level " + level));
    }
}
