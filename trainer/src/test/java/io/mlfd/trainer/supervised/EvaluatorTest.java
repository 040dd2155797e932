package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class EvaluatorTest {
    private final NDManager manager;
    private final Evaluator evaluator;

    EvaluatorTest(TorchEngine engine, NDManager manager) {
        this.manager = manager;
        this.evaluator = new Evaluator(engine, StopSignal.never());
    }

    @Test
    void severalClassifiersAreEvaluatedAsEachByItself() {
        LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE);
        LabelBlock labels = LabelBlock.all(data.train().classNames().size());
        List<Network> networks = List.of(network(labels.classes(), 1), network(labels.classes(), 2));

        List<Evaluation> together = evaluator.evaluateAll(
                images -> networks.stream()
                        .map(network -> network.forward(images, Mode.EVAL).logits())
                        .toList(),
                networks.size(),
                data.train(),
                data.statistics(),
                labels);

        assertThat(together).hasSize(2);
        for (int i = 0; i < networks.size(); i++) {
            Evaluation alone = evaluator.evaluate(networks.get(i), data.train(), data.statistics(), labels);
            assertThat(together.get(i).rightOwn()).isEqualTo(alone.rightOwn());
            assertThat(together.get(i).loss()).isEqualTo(alone.loss());
        }
        assertThat(together.get(0).loss()).isNotEqualTo(together.get(1).loss());
    }

    private Network network(int classes, long seed) {
        return Networks.build(NetworkFiles.shape(Orders.NETWORK), classes, Scope.root(manager, seed));
    }
}
