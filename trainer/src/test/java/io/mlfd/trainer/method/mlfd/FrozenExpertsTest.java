package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.cache.Segment;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrozenExpertsTest {
    private static final JointShape SHAPE = new JointShape(
            List.of(
                    new JointShape.Expert("a", NetworkShapes.named("resnet8").withWidth(2)),
                    new JointShape.Expert("b", NetworkShapes.named("resnet18").withWidth(2))),
            List.of(new Level.FeatureMap(1), new Level.FeatureMap(0), new Level.Embedding()),
            16,
            Trunk.SHARED,
            Experts.ALL,
            4,
            0);

    /** resnet8 has 4x4 at "last" where resnet18 has 2x2: four neighbours become their mean, nothing else changes. */
    @Test
    void mapsAreTheNetworksOwnAveragedToTheCommonSize() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            List<Network> networks = networks(manager);
            NDArray images = manager.randomUniform(-1, 1, new Shape(3, 3, 16, 16));
            List<NDArray> features = new FrozenExperts(SHAPE, networks).features(images);
            List<Segment> segments = SHAPE.segments();
            assertThat(segments)
                    .extracting(Segment::name)
                    .containsExactly("last-1/a", "last-1/b", "last/a", "last/b", "embedding/a", "embedding/b");
            for (int s = 0; s < segments.size(); s++) {
                long[] row = features.get(s).getShape().slice(1).getShape();
                assertThat(IntStream.range(0, row.length)
                                .mapToObj(i -> (int) row[i])
                                .toList())
                        .isEqualTo(segments.get(s).shape());
            }
            NetworkOutput a = networks.get(0).forward(images, Mode.EVAL);
            NDArray last = a.at(new Level.FeatureMap(0));
            for (int image = 0; image < 3; image++) {
                for (int channel = 0; channel < 8; channel++) {
                    double mean = (last.getFloat(image, channel, 2, 0)
                                    + last.getFloat(image, channel, 2, 1)
                                    + last.getFloat(image, channel, 3, 0)
                                    + last.getFloat(image, channel, 3, 1))
                            / 4.0;
                    assertThat((double) features.get(2).getFloat(image, channel, 1, 0))
                            .isCloseTo(mean, within(1e-6));
                }
            }
            assertThat(features.get(4)).isEqualTo(a.embedding());
            NetworkOutput b = networks.get(1).forward(images, Mode.EVAL);
            assertThat(features.get(3)).isEqualTo(b.at(new Level.FeatureMap(0)));
        }
    }

    @Test
    void nothingInAnExpertChangesAndNoGradientReachesIt() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            List<Network> networks = networks(manager);
            Map<String, ByteBuffer> before = bytes(networks);
            FrozenExperts experts = new FrozenExperts(SHAPE, networks);
            JointTeacher teacher = JointTeacher.create(SHAPE, Map.of("a", 2), 0, manager);
            for (int step = 0; step < 3; step++) {
                NDArray images = manager.randomUniform(-1, 1, new Shape(4, 3, 16, 16));
                Autograd.backward(Autograd.recording(() -> teacher.forward("a", experts.features(images), Mode.TRAIN)
                        .logits()
                        .sum()));
            }
            assertThat(bytes(networks)).isEqualTo(before);
            assertThat(networks)
                    .allSatisfy(network -> assertThat(network.state().parameters())
                            .allMatch(parameter -> parameter.gradient().isEmpty()));
        }
    }

    private static List<Network> networks(NDManager manager) {
        List<Network> networks = new ArrayList<>();
        for (JointShape.Expert expert : SHAPE.experts()) {
            networks.add(Networks.build(expert.network(), 3, Scope.root(manager, 1)));
        }
        return networks;
    }

    private static Map<String, ByteBuffer> bytes(List<Network> networks) {
        Map<String, ByteBuffer> bytes = new LinkedHashMap<>();
        for (int i = 0; i < networks.size(); i++) {
            int position = i;
            networks.get(i).state().tensors().forEach((name, tensor) -> {
                ByteBuffer copy = ByteBuffer.allocate((int) tensor.size() * Float.BYTES);
                copy.asFloatBuffer().put(tensor.toFloatArray());
                bytes.put(position + "/" + name, copy);
            });
        }
        return bytes;
    }
}
