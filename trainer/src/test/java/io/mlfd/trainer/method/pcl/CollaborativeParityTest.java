package io.mlfd.trainer.method.pcl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.OnCpu;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Ramp;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import io.mlfd.trainer.supervised.LabelLoss;
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
    private static final CollaborativeLoss LOSS = new CollaborativeLoss(3, 1, 1, new Ramp(3), new LabelLoss(0));

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

        fixture.assertTerms("terms", terms, 2e-5);
        fixture.assertGradients(networks.state(), "gradient/", 5e-5);
    }

    @Test
    @OnCpu
    void twentyStepsWithTheAveragesThatFollowAreThoseOfPyTorch() {
        CollaboratingPeers networks = networks();
        try (Optimizer optimiser =
                new Sgd(ParameterGroup.all(networks.state().parameters(), 5e-4), 0.9, true, manager)) {
            fixture.assertTrajectory(
                    "trajectory",
                    engine,
                    (step, scope) -> loss(networks, step, scope),
                    (step, scope) -> {
                        optimiser.step(0.05);
                        Autograd.withoutRecording(() -> networks.stepped(step, scope));
                    },
                    2e-3);
        }
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
