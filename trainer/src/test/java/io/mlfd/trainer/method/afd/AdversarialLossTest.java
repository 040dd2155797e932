package io.mlfd.trainer.method.afd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.FiniteDifferences;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.method.afd.AdversarialLoss.Critic;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.supervised.Teaching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The game over maps, against the equations in plain numbers and central differences. Three networks, three images. */
@ExtendWith(EngineExtension.class)
class AdversarialLossTest {
    private static final int CHANNELS = 4;
    private static final Shape MAPS = new Shape(3, CHANNELS, 5, 5);
    private static final double STEP = 1e-5;

    private final NDManager manager;
    private final Scope scope;

    AdversarialLossTest(NDManager manager) {
        this.manager = manager;
        this.scope = Scope.root(manager, 2, DataType.FLOAT64);
    }

    @Test
    void discriminatorsAreToSayOneOfTheTeachersMapsAndZeroOfThePupils() {
        // Terms are read in single precision.
        AdversarialLoss loss = loss(Scope.root(manager, 2), Teaching.ring(3));
        List<NDArray> maps = maps(DataType.FLOAT32);

        LossTerms.Values values = loss.ofDiscriminators(maps).values(0, "");

        assertThat(values.terms().keySet())
                .containsExactly(
                        "real peer-1 from peer-3",
                        "fake peer-1 from peer-3",
                        "real peer-2 from peer-1",
                        "fake peer-2 from peer-1",
                        "real peer-3 from peer-2",
                        "fake peer-3 from peer-2");
        double sum = 0;
        for (Critic critic : loss.critics()) {
            Lesson lesson = critic.lesson();
            double real = distance(said(critic, maps.get(lesson.teacher())), 1);
            double fake = distance(said(critic, maps.get(lesson.pupil())), 0);
            assertThat((double) values.terms().get("real " + lesson.name())).isCloseTo(real, within(1e-6));
            assertThat((double) values.terms().get("fake " + lesson.name())).isCloseTo(fake, within(1e-6));
            sum += real + fake;
        }
        assertThat((double) values.total()).isCloseTo(sum, within(1e-6));
    }

    @Test
    void networksAreToHaveOneSaidOfTheirOwnMapsByTheMeanOfTheirDiscriminators() {
        for (Teaching teaching : List.of(Teaching.ring(3), Teaching.allPairs(3))) {
            AdversarialLoss loss = loss(teaching);
            List<NDArray> maps = maps();
            double sum = 0;
            for (Critic critic : loss.critics()) {
                sum += distance(said(critic, maps.get(critic.lesson().pupil())), 1)
                        / teaching.teachersOf(critic.lesson().pupil()).size();
            }
            assertThat(loss.ofNetworks(maps).total().getDouble()).isCloseTo(sum, within(1e-12));
        }
    }

    @Test
    void thePupilsGradientIsThatOfItsOwnLoss() {
        AdversarialLoss loss = loss(Teaching.allPairs(3));
        List<NDArray> maps = maps();
        FiniteDifferences.check(
                own -> loss.ofNetworks(List.of(maps.get(0), own, maps.get(2))).total(), maps.get(1));
    }

    /** In a ring of three no network learns from the one behind it, so only its own discriminator looks at its maps. */
    @Test
    void whatTheDiscriminatorSaysOfTheTeacherMovesNoNetwork() {
        AdversarialLoss loss = loss(Teaching.ring(3));
        Critic first = loss.critics().get(0);
        List<NDArray> leaves = leaves();
        Autograd.backward(Autograd.recording(
                () -> new AdversarialLoss(List.of(first)).ofNetworks(leaves).total()));
        assertThat(leaves).map(leaf -> Autograd.gradient(leaf).isPresent()).containsExactly(true, false, false);
    }

    @Test
    void theDiscriminatorsLossReachesNoMaps() {
        List<NDArray> leaves = leaves();
        Autograd.backward(Autograd.recording(
                () -> loss(Teaching.allPairs(3)).ofDiscriminators(leaves).total()));
        assertThat(leaves)
                .allSatisfy(leaf -> assertThat(Autograd.gradient(leaf)).isEmpty());
    }

    @Test
    void theDiscriminatorsGradientIsThatOfItsOwnLoss() {
        AdversarialLoss loss = loss(Teaching.ring(3));
        List<NDArray> maps = maps();
        Autograd.backward(Autograd.recording(() -> loss.ofDiscriminators(maps).total()));
        for (Parameter parameter : scope.state().parameters()) {
            double[] gradient = parameter.gradient().orElseThrow().toDoubleArray();
            double[] values = parameter.tensor().toDoubleArray();
            // The first and the last of each: the differences of all take a minute.
            for (int i : new int[] {0, values.length - 1}) {
                double above = moved(parameter, values, i, STEP, loss, maps);
                double below = moved(parameter, values, i, -STEP, loss, maps);
                parameter.assign(manager.create(values, parameter.shape()));
                assertThat(gradient[i])
                        .as(parameter.name() + "[" + i + "]")
                        .isCloseTo((above - below) / (2 * STEP), within(1e-8));
            }
        }
    }

    private double moved(
            Parameter parameter, double[] values, int at, double by, AdversarialLoss loss, List<NDArray> maps) {
        double[] other = values.clone();
        other[at] += by;
        parameter.assign(manager.create(other, parameter.shape()));
        return loss.ofDiscriminators(maps).total().getDouble();
    }

    private AdversarialLoss loss(Teaching teaching) {
        return loss(scope, teaching);
    }

    private static AdversarialLoss loss(Scope scope, Teaching teaching) {
        List<Critic> critics = new ArrayList<>();
        for (Lesson lesson : Lesson.of(teaching)) {
            Scope own = scope.child(teaching.teachersOf(0).size() + "." + lesson.name());
            critics.add(new Critic(lesson, new Discriminator(own, CHANNELS)));
        }
        return new AdversarialLoss(critics);
    }

    private double[] said(Critic critic, NDArray maps) {
        NDArray said = critic.discriminator().forward(maps, Mode.TRAIN);
        assertThat(said.getShape()).isEqualTo(new Shape(3, 1));
        return said.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    private static double distance(double[] said, double from) {
        assertThat(Arrays.stream(said).boxed()).allMatch(value -> value > 0 && value < 1);
        return Arrays.stream(said)
                .map(value -> (value - from) * (value - from))
                .average()
                .orElseThrow();
    }

    private List<NDArray> maps() {
        return maps(DataType.FLOAT64);
    }

    private List<NDArray> maps(DataType dataType) {
        return IntStream.range(0, 3)
                .mapToObj(network -> manager.linspace(0, 40, (int) MAPS.size())
                        .toType(DataType.FLOAT64, false)
                        .mul(manager.create(network + 1.0))
                        .sin()
                        .reshape(MAPS)
                        .toType(dataType, true))
                .toList();
    }

    private List<NDArray> leaves() {
        List<NDArray> leaves = maps();
        leaves.forEach(leaf -> leaf.setRequiresGradient(true));
        return leaves;
    }
}
