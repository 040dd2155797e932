package io.mlfd.trainer.method.pcl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Buffer;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who sees what, and who is reached by whose loss. */
@ExtendWith(EngineExtension.class)
class CollaboratingPeersTest {
    private static final NetworkShape SHAPE = NetworkShapes.named("resnet8").withWidth(2);

    private final NDManager manager;
    private final CollaboratingPeers peers;
    private final List<NDArray> views;
    private final NDArray labels;

    CollaboratingPeersTest(NDManager manager) {
        this.manager = manager;
        peers = new CollaboratingPeers(SHAPE, 3, 3, 2, 0.9, Scope.root(manager, 1, DataType.FLOAT64));
        views = IntStream.range(0, 3).mapToObj(view -> images()).toList();
        labels = manager.create(new long[] {0, 2, 1});
    }

    @Test
    void averagesAreBuffersThatBeginAsThePeersAre() {
        assertThat(peers.state().parameters())
                .extracting(Parameter::name)
                .noneMatch(name -> name.startsWith("averages."));
        assertThat(peers.state().buffers()).extracting(Buffer::name).anyMatch("averages.branches.2.fc.weight"::equals);
        assertThat(peers.ensemble().variables().keySet())
                .contains("shared.conv1.weight", "branches.2.fc.bias", "ensemble.weight")
                .noneMatch(name -> name.startsWith("averages."));
        for (int peer = 0; peer < 3; peer++) {
            Network online = peers.online().get(peer);
            Network average = peers.averages().get(peer);
            online.state().tensors().forEach((name, tensor) -> assertThat(
                            average.state().tensors().get(name).toDoubleArray())
                    .as(name)
                    .isEqualTo(tensor.toDoubleArray()));
        }
    }

    @Test
    void everyPeerAndItsAverageSeesItsOwnView() {
        for (int changed = 0; changed < 3; changed++) {
            List<NDArray> others = new ArrayList<>(views);
            others.set(changed, images());
            PeerLogits before = peers.train(views);
            PeerLogits after = peers.train(others);
            List<NDArray> averagesBefore = peers.averaged(views);
            List<NDArray> averagesAfter = peers.averaged(others);
            for (int peer = 0; peer < 3; peer++) {
                assertThat(same(before.peers().get(peer), after.peers().get(peer)))
                        .as("peer %d, view %d", peer, changed)
                        .isEqualTo(peer != changed);
                assertThat(same(averagesBefore.get(peer), averagesAfter.get(peer)))
                        .as("average %d, view %d", peer, changed)
                        .isEqualTo(peer != changed);
            }
            assertThat(same(before.ensemble(), after.ensemble())).isFalse();
        }
    }

    /** What an average teaches of an image is what it would say in use. */
    @Test
    void anAverageTeachesAsItWouldBeUsed() {
        Autograd.withoutRecording(() -> peers.train(views));
        try (NDManager scope = manager.newSubManager()) {
            Autograd.withoutRecording(() -> peers.stepped(0, scope));
        }
        List<double[]> statistics = averages();

        List<NDArray> whole = peers.averaged(views);
        List<NDArray> single = peers.averaged(
                views.stream().map(view -> view.get(new NDIndex("0:1"))).toList());

        assertThat(averages()).usingRecursiveComparison().isEqualTo(statistics);
        for (int peer = 0; peer < 3; peer++) {
            assertThat(close(whole.get(peer).get(new NDIndex("0:1")), single.get(peer)))
                    .isTrue();
            assertThat(close(
                            whole.get(peer),
                            peers.averages()
                                    .get(peer)
                                    .forward(views.get(peer), Mode.EVAL)
                                    .logits()))
                    .isTrue();
        }
    }

    @Test
    void anAverageIsANetworkOfItsOwn() {
        Autograd.withoutRecording(() -> peers.train(views));
        try (NDManager scope = manager.newSubManager()) {
            Autograd.withoutRecording(() -> peers.stepped(3, scope));
        }
        List<NDArray> said = peers.evaluateAverages(views.get(0));
        for (int peer = 0; peer < 3; peer++) {
            Network alone = Networks.build(SHAPE, 3, Scope.root(manager, 5, DataType.FLOAT64));
            alone.state().load(peers.averages().get(peer).state().tensors());
            assertThat(close(alone.forward(views.get(0), Mode.EVAL).logits(), said.get(peer)))
                    .isTrue();
        }
    }

    @Test
    void labelsOfTheEnsembleReachAllPeersThroughTheirEmbeddings() {
        assertThat(reached(logits -> Losses.crossEntropy(logits.ensemble(), labels, 0)))
                .containsExactlyInAnyOrder("shared", "branches.0", "branches.1", "branches.2", "ensemble");
    }

    @Test
    void whatTheEnsembleTeachesMovesThePupilAlone() {
        assertThat(reached(logits -> Losses.kullbackLeibler(logits.peers().get(1), logits.ensemble(), 3)))
                .containsExactlyInAnyOrder("shared", "branches.1", "branches.1.fc");
    }

    @Test
    void whatAveragesTeachMovesThePupilAlone() {
        assertThat(reached(logits -> Losses.kullbackLeibler(
                        logits.peers().get(2), peers.averaged(views).get(0), 3)))
                .containsExactlyInAnyOrder("shared", "branches.2", "branches.2.fc");
    }

    /** From 0, running statistics move a tenth of the way to the batch's with every view. */
    @Test
    void whatPeersShareMovesItsStatisticsOnceAView() {
        NDArray view = views.get(0);
        Network alone = Networks.build(SHAPE, 3, Scope.root(manager, 5, DataType.FLOAT64));
        alone.state().load(peers.online().get(0).state().tensors());
        for (int time = 0; time < 3; time++) {
            alone.forward(view, Mode.TRAIN);
        }
        peers.train(List.of(view, view, view));
        assertThat(close(
                        peers.state().tensors().get("shared.bn1.running_mean"),
                        alone.state().tensors().get("bn1.running_mean")))
                .isTrue();
    }

    /** Parts that have a gradient afterwards; {@code branches.0} stands for its stages. */
    private Set<String> reached(Function<PeerLogits, NDArray> loss) {
        Autograd.backward(Autograd.recording(() -> loss.apply(peers.train(views))));
        return peers.state().parameters().stream()
                .filter(parameter -> parameter.gradient().isPresent())
                .map(Parameter::name)
                .map(name -> name.replaceAll("^(branches\\.\\d\\.fc|branches\\.\\d|ensemble|shared)\\..*", "$1"))
                .collect(Collectors.toSet());
    }

    private List<double[]> averages() {
        return peers.state().buffers().stream()
                .filter(buffer -> buffer.name().startsWith("averages."))
                .map(buffer -> buffer.tensor().toDoubleArray())
                .toList();
    }

    private NDArray images() {
        return manager.randomNormal(0, 1, new Shape(3, 3, 8, 8), DataType.FLOAT64);
    }

    private static boolean same(NDArray one, NDArray two) {
        return one.contentEquals(two);
    }

    private static boolean close(NDArray one, NDArray two) {
        return one.allClose(two, 1e-10, 1e-10, false);
    }
}
