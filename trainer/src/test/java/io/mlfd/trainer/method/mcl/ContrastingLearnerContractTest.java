package io.mlfd.trainer.method.mcl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.LearnerContractTest;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ContrastingLearnerContractTest extends LearnerContractTest {
    private final TorchEngine engine;
    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));

    ContrastingLearnerContractTest(TorchEngine engine) {
        super(engine);
        this.engine = engine;
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        return new ContrastingLearner(
                ContrastingOrders.ALIKE,
                new ContrastingNetworks(
                        ContrastingOrders.ALIKE.networks().stream()
                                .map(NetworkFiles::shape)
                                .toList(),
                        data.train().classNames().size(),
                        ContrastingOrders.ALIKE.contrast().embeddingSize(),
                        Scope.root(manager, 0)),
                data,
                ImageBatches.ofPairs("shapes", data, ContrastingOrders.ALIKE.training(), RandomKey.of(0, "test")),
                new Evaluator(engine, stop));
    }

    @Test
    void filesHaveNoHeads() {
        try (NDManager manager = engine.step()) {
            Learner learner = learner(engine, manager, StopSignal.never());
            assertThat(learner.state().variables().keySet())
                    .contains("embeddings.1.fc1.weight", "embeddings.1.fc2.bias");
            assertThat(learner.artifacts()).extracting(Artifact::output).containsExactly("peer-1", "peer-2");
            assertThat(learner.artifacts())
                    .allSatisfy(file -> assertThat(file.tensors().values())
                            .isNotEmpty()
                            .noneMatch(name -> name.startsWith("embeddings.")));
        }
    }
}
