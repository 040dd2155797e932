package io.mlfd.trainer.method.mclokd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Contrast;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Ensemble;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Part;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which terms there are, what they come to, and who is moved by which. Three branches, the first stage shared. */
@ExtendWith(EngineExtension.class)
class ContrastedLossTest {
    private static final int IMAGES = 6;
    private static final Contrast CONTRAST = new Contrast(0.25, 2, 0.3, 0.5, 4);

    private final NDManager manager;
    private final ContrastedNetwork network;
    private final NDArray images;
    private final NDArray labels;
    private final NDArray candidates;

    ContrastedLossTest(NDManager manager) {
        this.manager = manager;
        this.network = network(DataType.FLOAT64);
        this.images = manager.linspace(-2, 2, 2 * 3 * 8 * 8)
                .toType(DataType.FLOAT64, false)
                .reshape(2, 3, 8, 8);
        this.labels = manager.create(new long[] {0, 2});
        this.candidates = manager.create(new long[] {4, 1, 2, 0, 5, 3}, new Shape(2, 3));
    }

    @Test
    void termsAndSumAreThoseOfTheEquation() {
        ContrastedNetwork single = network(DataType.FLOAT32);
        ContrastedNetwork.Outputs outputs = single.forward(images.toType(DataType.FLOAT32, true));
        List<NDArray> memories = memories(single);
        LossTerms.Values values =
                loss(0.5, 0.25).of(outputs, memories, candidates, labels).values(0, "");

        assertThat(values.terms().keySet())
                .containsExactly(
                        "hard branch-1",
                        "hard branch-2",
                        "hard branch-3",
                        "soft branch-1",
                        "contrast branch-1",
                        "contrast branch-2",
                        "contrast branch-3");
        double total = 0;
        for (int branch = 0; branch < 3; branch++) {
            double hard =
                    Losses.crossEntropy(outputs.logits().get(branch), labels, 0).getFloat();
            double contrast = 0;
            for (int other = 0; other < 3; other++) {
                if (other != branch) {
                    contrast += new NoiseContrast(0.3)
                            .of(outputs.embeddings().get(branch), memories.get(other), candidates)
                            .getFloat();
                }
            }
            assertThat(values.terms().get("hard branch-" + (branch + 1)).doubleValue())
                    .isCloseTo(hard, within(1e-6));
            assertThat(values.terms().get("contrast branch-" + (branch + 1)).doubleValue())
                    .isCloseTo(contrast, within(1e-5));
            total += hard + 0.25 * contrast;
        }
        double soft = Losses.kullbackLeibler(outputs.logits().get(0), Functional.mean(outputs.logits()), 3)
                .getFloat();
        assertThat(values.terms().get("soft branch-1").doubleValue())
                .isCloseTo(soft, within(1e-6))
                .isPositive();
        assertThat((double) values.total()).isCloseTo(total + 0.5 * soft, within(1e-5));
    }

    /** Each branch by its own embeddings: those of the others are the memory's. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void aContrastMovesItsOwnBranchAndHeadAndWhatIsShared(int branch) {
        assertThat(moved(outputs ->
                        loss(1, 1).withOthers(outputs.embeddings().get(branch), branch, memories(network), candidates)))
                .containsExactlyInAnyOrder("shared", "branches." + branch, "embeddings." + branch);
    }

    @Test
    void theEnsembleTeachesTheFirstBranchAndNoOther() {
        assertThat(moved(outputs -> {
                    NDArray with = loss(1, 0)
                            .of(outputs, memories(network), candidates, labels)
                            .total();
                    return with.sub(loss(0, 0)
                            .of(outputs, memories(network), candidates, labels)
                            .total());
                }))
                .containsExactlyInAnyOrder("shared", "branches.0");
    }

    @Test
    void withoutAWeightATermIsToldButMovesNothing() {
        ContrastedNetwork single = network(DataType.FLOAT32);
        ContrastedNetwork.Outputs outputs = single.forward(images.toType(DataType.FLOAT32, true));
        LossTerms.Values values =
                loss(0, 0).of(outputs, memories(single), candidates, labels).values(0, "");
        assertThat(values.terms()).hasSize(7).doesNotContainValue(0f);
        assertThat(values.total())
                .isCloseTo(
                        values.terms().get("hard branch-1")
                                + values.terms().get("hard branch-2")
                                + values.terms().get("hard branch-3"),
                        within(1e-5f));
    }

    @Test
    void labelsAreSmoothedAsTheTrainingSays() {
        ContrastedNetwork.Outputs outputs = network.forward(images);
        LossTerms smoothed = new ContrastedLoss(new Ensemble(0, 3), CONTRAST.weighing(0), new LabelLoss(0.1))
                .of(outputs, memories(network), candidates, labels);
        double expected = 0;
        for (NDArray logits : outputs.logits()) {
            expected += Losses.crossEntropy(logits, labels, 0.1).getDouble();
        }
        assertThat(smoothed.total().getDouble()).isCloseTo(expected, within(1e-12));
    }

    /** The parts of the network in which a loss's gradient comes to more than rounding. */
    private Set<String> moved(Function<ContrastedNetwork.Outputs, NDArray> loss) {
        Autograd.backward(Autograd.recording(() -> loss.apply(network.forward(images))));
        return network.state().parameters().stream()
                .filter(parameter -> parameter
                        .gradient()
                        .map(gradient -> gradient.abs().max().getDouble() > 1e-9)
                        .orElse(false))
                .map(parameter -> parameter.name().startsWith("shared.")
                        ? "shared"
                        : parameter.name().replaceAll("^(\\w+\\.\\d)\\..*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ContrastedNetwork network(DataType type) {
        return new ContrastedNetwork(
                ContrastedOrders.work(3, 1, CONTRAST, Part.METHOD), 3, IMAGES, 2, Scope.root(manager, 1, type));
    }

    private static List<NDArray> memories(ContrastedNetwork network) {
        return network.memories().stream().map(EmbeddingMemory::rows).toList();
    }

    private static ContrastedLoss loss(double ensemble, double contrast) {
        return new ContrastedLoss(new Ensemble(ensemble, 3), CONTRAST.weighing(contrast), new LabelLoss(0));
    }
}
