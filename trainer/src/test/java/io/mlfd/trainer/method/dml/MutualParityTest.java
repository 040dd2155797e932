package io.mlfd.trainer.method.dml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** DML against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_mutual_fixture.py}. */
@ExtendWith(EngineExtension.class)
class MutualParityTest {
    private static final int BATCHES = 4;
    private static final MutualLoss LOSS = new MutualLoss(2, 0.5, 0);

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;

    MutualParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("mutual", manager);
    }

    @Test
    void logitsTermsAndGradientsAreThoseOfPyTorch() {
        PeerNetworks networks = networks();
        LossTerms terms = Autograd.recording(() -> {
            List<NDArray> logits = networks.forward(fixture.in(manager, "batch/0/images"), Mode.TRAIN);
            for (int peer = 0; peer < logits.size(); peer++) {
                fixture.assertSame("logits/" + peer, logits.get(peer), 2e-5);
            }
            LossTerms loss = LOSS.of(logits, fixture.in(manager, "batch/0/labels"));
            Autograd.backward(loss.total());
            return loss;
        });

        List<Float> values = List.copyOf(terms.values(0, "").terms().values());
        float[] expected = fixture.get("terms").toFloatArray();
        assertThat(values).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(values.get(i)).as("term %d", i).isCloseTo(expected[i], within(2e-5f));
        }
        fixture.assertGradients(networks.state(), "gradient/", 5e-5);
    }

    @Test
    void twentyStepsOfAnOptimiserAPeerAreThoseOfPyTorch() {
        PeerNetworks networks = networks();
        List<Optimizer> optimisers = new ArrayList<>();
        for (Network peer : networks.peers()) {
            optimisers.add(new Sgd(ParameterGroup.all(peer.state().parameters(), 5e-4), 0.9, true, manager));
        }
        float[] expected = fixture.get("trajectory").toFloatArray();
        int at = 0;
        for (int step = 0; step < 20; step++) {
            try (NDManager scope = engine.step()) {
                String batch = "batch/" + step % BATCHES;
                LossTerms loss = Autograd.recording(() -> LOSS.of(
                        networks.forward(fixture.in(scope, batch + "/images"), Mode.TRAIN),
                        fixture.in(scope, batch + "/labels")));
                LossTerms.Values values = loss.values(step, "");
                List<Float> all = new ArrayList<>(values.terms().values());
                all.add(values.total());
                for (float value : all) {
                    assertThat(value).as("step %d, value %d", step, at % 7).isCloseTo(expected[at++], within(2e-3f));
                }
                Autograd.backward(loss.total());
                optimisers.forEach(optimiser -> optimiser.step(0.05));
            }
        }
        assertThat(at).isEqualTo(expected.length);
        optimisers.forEach(Optimizer::close);
        fixture.assertState(networks.state(), "trained/", 5e-3);
    }

    private PeerNetworks networks() {
        PeerNetworks networks = new PeerNetworks(
                List.of(
                        NetworkShapes.named("resnet8").withWidth(2),
                        NetworkShapes.named("resnet8").withWidth(3),
                        NetworkShapes.named("resnet14").withWidth(2)),
                3,
                Scope.root(manager, 0));
        networks.state().load(fixture.below("weights/"));
        return networks;
    }
}
