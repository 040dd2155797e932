package io.mlfd.trainer.nn;

import io.mlfd.plan.network.ResNetShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual networks of He et al. 2016 for small images: a 3x3 stem without pooling, stages of basic blocks of which
 * every one but the first halves the maps and doubles the channels, global average pooling, one dense layer. Differs
 * from §4.2 of the paper in its shortcuts, which are projections (option B), as in torchvision and in the common
 * CIFAR implementations with projection. Variables have torchvision's names.
 */
record ResNet(ResNetShape shape) implements NetworkParts {
    @Override
    public Module stem(Scope scope) {
        return new Sequential(List.of(
                Conv2d.residual(scope.child("conv1"), Network.COLOURS, shape.stem(), 3, 1),
                new BatchNorm(scope.child("bn1"), shape.stem()),
                (input, mode) -> Functional.relu(input)));
    }

    @Override
    public Module stage(int stage, Scope scope) {
        List<Module> layers = new ArrayList<>();
        Scope layer = scope.child("layer" + (stage + 1));
        int inputs = stage == 0 ? shape.stem() : shape.channels(stage - 1);
        int outputs = shape.channels(stage);
        for (int block = 0; block < shape.blocksPerStage(); block++) {
            int stride = stage > 0 && block == 0 ? 2 : 1;
            layers.add(new BasicBlock(layer.child(Integer.toString(block)), inputs, outputs, stride));
            inputs = outputs;
        }
        return new Sequential(layers);
    }

    @Override
    public Head head(int classes, Scope scope) {
        return Head.averaging(new Linear(scope.child("fc"), shape.embeddingLength(), classes));
    }
}
