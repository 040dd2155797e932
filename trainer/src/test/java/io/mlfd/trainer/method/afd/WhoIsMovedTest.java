package io.mlfd.trainer.method.afd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.afd.Exchange;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Variable;
import io.mlfd.trainer.stop.StopSignal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who follows which phase, through whole networks and the method's own optimisers. */
@ExtendWith(EngineExtension.class)
class WhoIsMovedTest {
    private final TorchEngine engine;
    private final NDManager manager;

    WhoIsMovedTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    @Test
    void theLogitsMoveNetworksOnly() {
        AdversarialLearner learner = learner(AdversarialOrders.DIFFERENT);
        assertThat(reached(learner, 0)).isEqualTo(moved(learner, 0)).isEqualTo(names(learner, "branches."));
    }

    @Test
    void theDiscriminatorsSeeMapsThatNoGradientGoesBackTo() {
        AdversarialLearner learner = learner(AdversarialOrders.DIFFERENT);
        assertThat(reached(learner, 1)).isEqualTo(moved(learner, 1)).isEqualTo(names(learner, "discriminators."));
    }

    /** The gradient goes through the discriminators, whose optimiser does not move in this phase. */
    @Test
    void theGeneratorsAreExtractorsWithTheirTransferLayers() {
        AdversarialLearner learner = learner(AdversarialOrders.DIFFERENT);
        assertThat(moved(learner, 2))
                .containsAll(names(learner, "transfers."))
                .noneMatch(name -> name.startsWith("discriminators.") || name.contains(".fc."));
        assertThat(reached(learner, 2)).containsAll(moved(learner, 2));
        assertThat(learner.phases(0).get(2).optimisers()).containsExactly("generators");
        learner.peers().networks().forEach(network -> assertThat(moved(learner, 2))
                .containsAll(network.extractor().parameters().stream()
                        .map(Parameter::name)
                        .toList()));
    }

    @Test
    void alignmentMovesExtractorsWithTheirTransferLayers() {
        AdversarialLearner aligned = learner(work(Exchange.DIRECT_ALIGNMENT));
        assertThat(reached(aligned, 1))
                .isEqualTo(moved(aligned, 1))
                .isEqualTo(moved(learner(AdversarialOrders.DIFFERENT), 2));
    }

    @Test
    void networksOfAsManyChannelsHaveNoTransferLayers() {
        assertThat(names(learner(AdversarialOrders.ALIKE), "transfers.")).isEmpty();
        assertThat(names(learner(AdversarialOrders.ALIKE), "discriminators.0.1."))
                .isNotEmpty();
    }

    @Test
    void inAllPairsEveryoneHasADiscriminatorForEachOther() {
        AdversarialLearner pairs = learner(work(Exchange.ADVERSARIAL_PAIRS));
        for (String lesson : List.of("0.1", "0.2", "1.0", "1.2", "2.0", "2.1")) {
            assertThat(names(pairs, "discriminators." + lesson + "."))
                    .as(lesson)
                    .isNotEmpty();
        }
    }

    /** What a control learns from is another thing; where it begins and the images it sees are not. */
    @Test
    void everyExchangeBeginsWithTheSameNetworksAndTheSameLossOfLogits() {
        AdversarialLearner method = learner(AdversarialOrders.DIFFERENT);
        for (Exchange exchange : List.of(Exchange.LOGITS_ONLY, Exchange.DIRECT_ALIGNMENT)) {
            AdversarialLearner control = learner(work(exchange));
            assertThat(loss(control, 3)).as("%s", exchange).isEqualTo(loss(method, 3));
        }
        assertThat(loss(learner(work(Exchange.ADVERSARIAL_PAIRS)), 3))
                .as("hard terms")
                .startsWith(loss(method, 3).subList(0, 3).toArray(Float[]::new))
                .isNotEqualTo(loss(method, 3));
    }

    /** Else the networks would be evaluated with the statistics of a third of the batches that those of a control have. */
    @Test
    void imagesAreCountedOnceAStep() {
        AdversarialLearner learner = learner(AdversarialOrders.DIFFERENT);
        loss(learner, 0);
        Map<String, float[]> counted = statistics(learner);
        learner.phases(0).subList(1, 3).forEach(phase -> loss(learner, phase, 0));
        assertThat(statistics(learner)).usingRecursiveComparison().isEqualTo(counted);
    }

    private AdversarialLearner learner(TrainAdversarialPeers work) {
        return AdversarialOrders.learner(work, engine, manager, StopSignal.never());
    }

    private static TrainAdversarialPeers work(Exchange exchange) {
        TrainAdversarialPeers method = AdversarialOrders.DIFFERENT;
        return AdversarialOrders.work(
                exchange,
                method.networks().get(0),
                method.networks().get(1),
                method.networks().get(2));
    }

    /** The terms of the logits' phase. */
    private List<Float> loss(AdversarialLearner learner, long step) {
        return loss(learner, learner.phases(step).get(0), step);
    }

    private List<Float> loss(AdversarialLearner learner, Phase phase, long step) {
        try (NDManager scope = engine.step()) {
            StepLoss loss = Autograd.recording(() -> learner.loss(phase, step, scope));
            return List.copyOf(loss.terms().values(0, "").terms().values());
        }
    }

    /** Names of the parameters that have a gradient after a phase's backward pass. */
    private Set<String> reached(AdversarialLearner learner, int phase) {
        try (NDManager scope = engine.step()) {
            Autograd.backward(
                    Autograd.recording(() -> learner.loss(learner.phases(0).get(phase), 0, scope))
                            .terms()
                            .total());
        }
        Set<String> reached = learner.state().parameters().stream()
                .filter(parameter -> parameter.gradient().isPresent())
                .map(Parameter::name)
                .collect(Collectors.toSet());
        learner.state().parameters().forEach(Parameter::clearGradient);
        return reached;
    }

    private static Set<String> moved(AdversarialLearner learner, int phase) {
        List<String> moving = learner.phases(0).get(phase).optimisers();
        return learner.optimised().stream()
                .filter(optimised -> moving.contains(optimised.name()))
                .map(Optimised::parameters)
                .flatMap(List::stream)
                .map(Parameter::name)
                .collect(Collectors.toSet());
    }

    private static Set<String> names(AdversarialLearner learner, String prefix) {
        return learner.state().parameters().stream()
                .map(Variable::name)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }

    private static Map<String, float[]> statistics(AdversarialLearner learner) {
        Map<String, float[]> statistics = new LinkedHashMap<>();
        learner.peers().networks().forEach(network -> network.state().buffers().forEach(buffer -> {
            NDArray tensor = buffer.tensor();
            statistics.put(buffer.name(), tensor.toFloatArray());
        }));
        return statistics;
    }
}
