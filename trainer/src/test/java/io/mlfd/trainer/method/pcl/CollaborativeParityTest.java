package io.mlfd.trainer.method.pcl;

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
import io.mlfd.trainer.loss.Ramp;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * PCL against the same equations in PyTorch; the file is made by {@code
 * trainer/src/test/python/make_collaborative_fixture.py}.
 */
@ExtendWith(EngineExtension.class)
class CollaborativeParityTest {
    private static final int PEERS = 3;
    private static final int BATCHES = 4;
    private static final int VALUES = 11;
    private static final CollaborativeLoss LOSS = new CollaborativeLoss(3, 1, 1, new Ramp(3), 0);

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;

    CollaborativeParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("collaborative", manager);
    }

    @Test
    void logitsTermsAndGradientsAreThoseOfPyTorch() {
        CollaboratingPeers networks = networks();
        List<NDArray> views = views(0, manager);
        List<NDArray> averages = Autograd.withoutRecording(() -> networks.averaged(views));
        LossTerms terms = Autograd.recording(() -> {
            PeerLogits logits = networks.train(views);
            fixture.assertSame("logits/ensemble", logits.ensemble(), 2e-5);
            for (int peer = 0; peer < PEERS; peer++) {
                fixture.assertSame("logits/peer/" + peer, logits.peers().get(peer), 2e-5);
                fixture.assertSame("logits/average/" + peer, averages.get(peer), 2e-5);
            }
            LossTerms loss = LOSS.of(logits, averages, labels(0, manager), 0);
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
    void twentyStepsWithTheAveragesThatFollowAreThoseOfPyTorch() {
        CollaboratingPeers networks = networks();
        float[] expected = fixture.get("trajectory").toFloatArray();
        int at = 0;
        try (Optimizer optimiser =
                new Sgd(ParameterGroup.all(networks.state().parameters(), 5e-4), 0.9, true, manager)) {
            for (int step = 0; step < 20; step++) {
                try (NDManager scope = engine.step()) {
                    LossTerms loss = loss(networks, step, scope);
                    LossTerms.Values values = loss.values(step, "");
                    List<Float> all = new ArrayList<>(values.terms().values());
                    all.add(values.total());
                    for (float value : all) {
                        assertThat(value)
                                .as("step %d, value %d", step, at % VALUES)
                                .isCloseTo(expected[at++], within(2e-3f));
                    }
                    Autograd.backward(loss.total());
                    optimiser.step(0.05);
                    long done = step;
                    Autograd.withoutRecording(() -> networks.stepped(done, scope));
                }
            }
        }
        assertThat(at).isEqualTo(expected.length);
        fixture.assertState(networks.state(), "trained/", 5e-3);
    }

    private LossTerms loss(CollaboratingPeers networks, int step, NDManager scope) {
        List<NDArray> views = views(step % BATCHES, scope);
        List<NDArray> averages = Autograd.withoutRecording(() -> networks.averaged(views));
        return Autograd.recording(
                () -> LOSS.of(networks.train(views), averages, labels(step % BATCHES, scope), step / BATCHES));
    }

    private CollaboratingPeers networks() {
        CollaboratingPeers networks = new CollaboratingPeers(
                NetworkShapes.named("resnet8").withWidth(2), 3, PEERS, 2, 0.8, Scope.root(manager, 0));
        networks.state().load(fixture.below("weights/"));
        return networks;
    }

    private List<NDArray> views(int batch, NDManager scope) {
        return IntStream.range(0, PEERS)
                .mapToObj(view -> fixture.in(scope, "batch/" + batch + "/view/" + view))
                .toList();
    }

    private NDArray labels(int batch, NDManager scope) {
        return fixture.in(scope, "batch/" + batch + "/labels");
    }
}
