package io.mlfd.trainer.method.afd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Training;
import io.mlfd.contract.afd.Exchange;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.PeerLoss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** AFD against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_adversarial_fixture.py}. */
@ExtendWith(EngineExtension.class)
class AdversarialParityTest {
    private static final int BATCHES = 4;
    private static final double LOGIT_RATE = 0.01;
    private static final String LOGITS = AdversarialLearner.LOGITS;

    private static final TrainAdversarialPeers WORK = new TrainAdversarialPeers(
            Orders.shapes(OptionalDouble.empty()),
            16,
            List.of(new NetworkSpec("resnet8", 2), new NetworkSpec("resnet18", 1), new NetworkSpec("resnet8", 1)),
            Exchange.ADVERSARIAL_RING,
            3,
            0.5,
            new Training.Optimizer(OptimizerName.ADAMW, 5e-4, 0, 0, false),
            Orders.training(OptimizerName.SGD, 1));

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;
    private final AdversarialPeers peers;

    AdversarialParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("adversarial", manager);
        this.peers = new AdversarialPeers(WORK, 3, Scope.root(manager, 0));
        peers.state().load(fixture.below("weights/"));
    }

    @Test
    void mapsInOneShapeAreThoseOfPyTorch() {
        Scope scope = Scope.root(manager, 0);
        ComparableMaps comparable = new ComparableMaps(peers.networks(), scope);
        scope.state().load(fixture.below("weights/transfers."));
        assertThat(comparable.channels()).isEqualTo(8);
        List<NDArray> own = comparable.of(fixture.get("batch/0/images"), Mode.TRAIN_AGAIN);
        for (int network = 0; network < own.size(); network++) {
            fixture.assertSame("maps/" + network, own.get(network), 2e-5);
        }
    }

    @Test
    void termsAndGradientsOfEveryPhaseAreThoseOfPyTorch() {
        for (String phase : phases().keySet()) {
            peers.state().load(fixture.below("weights/"));
            try (NDManager scope = engine.step()) {
                LossTerms loss = Autograd.recording(() -> loss(phase, "batch/0", scope));
                fixture.assertTerms("terms/" + phase, loss, 2e-5);
                Autograd.backward(loss.total());
                assertGradients(phase);
            }
        }
    }

    @Test
    void twentyStepsAreThoseOfPyTorch() {
        Map<String, Optimizer> optimisers = new LinkedHashMap<>();
        optimisers.put(
                LOGITS,
                new Sgd(
                        ParameterGroup.all(
                                peers.networks().stream()
                                        .flatMap(network -> network.state().parameters().stream())
                                        .toList(),
                                5e-4),
                        0.9,
                        true,
                        manager));
        for (Optimised maps : peers.maps().optimised()) {
            optimisers.put(maps.name(), new AdamW(ParameterGroup.all(maps.parameters(), 0), manager));
        }
        float[] expected = fixture.get("trajectory").toFloatArray();
        int at = 0;
        for (int step = 0; step < 20; step++) {
            for (Map.Entry<String, List<String>> phase : phases().entrySet()) {
                try (NDManager scope = engine.step()) {
                    String batch = "batch/" + step % BATCHES;
                    LossTerms loss = Autograd.recording(() -> loss(phase.getKey(), batch, scope));
                    for (float value : loss.values(step, "").terms().values()) {
                        assertThat(value)
                                .as("step %d, %s", step, phase.getKey())
                                .isCloseTo(expected[at++], within(2e-3f));
                    }
                    Autograd.backward(loss.total());
                }
                phase.getValue().forEach(name -> optimisers
                        .get(name)
                        .step(
                                name.equals(LOGITS)
                                        ? LOGIT_RATE
                                        : WORK.mapOptimizer().learningRate()));
                optimisers.values().forEach(Optimizer::clearGradients);
            }
        }
        assertThat(at).isEqualTo(expected.length);
        optimisers.values().forEach(Optimizer::close);
        fixture.assertState(peers.state(), "trained/", 5e-3);
    }

    /** The optimisers of every phase, by its name, in order. */
    private Map<String, List<String>> phases() {
        Map<String, List<String>> phases = new LinkedHashMap<>();
        phases.put(LOGITS, List.of(LOGITS));
        for (Phase phase : peers.maps().phases()) {
            phases.put(phase.name(), phase.optimisers());
        }
        return phases;
    }

    private LossTerms loss(String name, String batch, NDManager scope) {
        NDArray images = fixture.in(scope, batch + "/images");
        if (name.equals(LOGITS)) {
            PeerLoss loss = new PeerLoss(List.of("1", "2", "3"), peers.teaching(), 3, 0.5, new LabelLoss(0));
            return loss.of(peers.logits(images, Mode.TRAIN), fixture.in(scope, batch + "/labels"));
        }
        return peers.maps()
                .loss(
                        peers.maps().phases().stream()
                                .filter(phase -> phase.name().equals(name))
                                .findFirst()
                                .orElseThrow(),
                        images);
    }

    /** Of everything that the phase moves. */
    private void assertGradients(String phase) {
        Map<String, NDArray> expected = fixture.below("gradient/" + phase + "/");
        List<Parameter> moved = peers.maps().optimised().stream()
                .filter(optimised -> optimised.name().equals(phase))
                .flatMap(optimised -> optimised.parameters().stream())
                .toList();
        if (phase.equals(LOGITS)) {
            moved = peers.networks().stream()
                    .flatMap(network -> network.state().parameters().stream())
                    .toList();
        }
        assertThat(moved).extracting(Parameter::name).containsExactlyInAnyOrderElementsOf(expected.keySet());
        for (Parameter parameter : moved) {
            PyTorchFixture.assertSame(
                    phase + " " + parameter.name(),
                    parameter.gradient().orElseThrow(),
                    expected.get(parameter.name()),
                    5e-5);
        }
    }
}
