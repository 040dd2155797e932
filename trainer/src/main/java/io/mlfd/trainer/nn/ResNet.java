package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Architecture;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual networks of He et al. 2016 for small images: a 3x3 stem without pooling, stages of basic blocks of which
 * every one but the first halves the maps and doubles the channels, global average pooling, one dense layer. Differs
 * from §4.2 of the paper in its shortcuts, which are projections (option B), as in torchvision and in the common
 * CIFAR implementations with projection. Variables have torchvision's names.
 */
public final class ResNet implements Network {
    private static final int COLOURS = 3;

    private final Architecture architecture;
    private final int classes;
    private final Conv2d conv1;
    private final BatchNorm bn1;
    private final List<List<BasicBlock>> layers;
    private final Linear fc;
    private final StateDict state;

    /** Builds the network in {@code scope}, which must be new. */
    public ResNet(Architecture architecture, int classes, Scope scope) {
        if (classes < 1) {
            throw new IllegalArgumentException("classes: " + classes + " is not positive");
        }
        this.architecture = architecture;
        this.classes = classes;
        conv1 = Conv2d.residual(scope.child("conv1"), COLOURS, architecture.width(), 3, 1);
        bn1 = new BatchNorm(scope.child("bn1"), architecture.width());
        layers = layers(architecture, scope);
        fc = new Linear(scope.child("fc"), architecture.embeddingLength(), classes);
        state = scope.state();
    }

    private static List<List<BasicBlock>> layers(Architecture architecture, Scope scope) {
        List<List<BasicBlock>> layers = new ArrayList<>();
        int inputs = architecture.width();
        for (int stage = 0; stage < architecture.family().stages(); stage++) {
            Scope layer = scope.child("layer" + (stage + 1));
            int outputs = architecture.width() << stage;
            List<BasicBlock> blocks = new ArrayList<>();
            for (int block = 0; block < architecture.family().blocksPerStage(); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                blocks.add(new BasicBlock(layer.child(Integer.toString(block)), inputs, outputs, stride));
                inputs = outputs;
            }
            layers.add(List.copyOf(blocks));
        }
        return List.copyOf(layers);
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public NetworkOutput forward(NDArray images, Mode mode) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || shape.get(1) != COLOURS) {
            throw new IllegalArgumentException("images have shape " + shape + ", needed is (N, 3, H, W)");
        }
        NDArray x = Functional.relu(bn1.forward(conv1.forward(images, mode), mode));
        List<NDArray> maps = new ArrayList<>();
        for (List<BasicBlock> layer : layers) {
            for (BasicBlock block : layer) {
                x = block.forward(x, mode);
            }
            maps.add(x);
        }
        NDArray embedding = Functional.globalAveragePool(x);
        return new NetworkOutput(maps, embedding, fc.forward(embedding, mode));
    }

    @Override
    public StateDict state() {
        return state;
    }
}
