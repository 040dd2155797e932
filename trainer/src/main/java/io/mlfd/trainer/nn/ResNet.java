package io.mlfd.trainer.nn;

import io.mlfd.api.NetworkEntry;
import io.mlfd.plan.network.ResNetShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual networks of He et al. 2016: a 3x3 stem without pooling for small images, one of 7x7 with pooling for others,
 * stages of blocks of which every one but the first halves the maps and doubles the channels, global average pooling, one
 * dense layer. The CIFAR ones differ from §4.2 of the paper in their shortcuts, which are projections (option B), as in
 * torchvision and in the common CIFAR implementations with projection. Variables have torchvision's names.
 */
record ResNet(ResNetShape shape) implements NetworkParts {
    @Override
    public Module stem(Scope scope) {
        boolean small = shape.entry() == NetworkEntry.SMALL;
        List<Module> layers = new ArrayList<>(List.of(
                Conv2d.residual(scope.child("conv1"), Network.COLOURS, shape.stem(), small ? 3 : 7, small ? 1 : 2),
                new BatchNorm(scope.child("bn1"), shape.stem()),
                (input, mode) -> Functional.relu(input)));
        if (!small) {
            layers.add((input, mode) -> Functional.maxPool(input, 3, 2, 1));
        }
        return new Sequential(layers);
    }

    @Override
    public Module stage(int stage, Scope scope) {
        List<Module> layers = new ArrayList<>();
        Scope layer = scope.child("layer" + (stage + 1));
        int inputs = stage == 0 ? shape.stem() : shape.channels(stage - 1);
        int outputs = shape.channels(stage);
        for (int block = 0; block < shape.blocks().get(stage); block++) {
            int stride = stage > 0 && block == 0 ? 2 : 1;
            Scope own = layer.child(Integer.toString(block));
            layers.add(
                    shape.block() == ResNetShape.Block.BASIC
                            ? new BasicBlock(own, inputs, outputs, stride)
                            : new Bottleneck(own, inputs, shape.narrow(stage), outputs, stride));
            inputs = outputs;
        }
        return new Sequential(layers);
    }

    @Override
    public Head head(int classes, Scope scope) {
        return Head.averaging(new Linear(scope.child("fc"), shape.embeddingLength(), classes));
    }
}
