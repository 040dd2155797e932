package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that are saved with others but not learned. */
@ExtendWith(EngineExtension.class)
class UnlearnedScopeTest {
    private final NDManager manager;

    UnlearnedScopeTest(NDManager manager) {
        this.manager = manager;
    }

    static Stream<NetworkShape> everyNetwork() {
        return NarrowNetworks.all(2);
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void theNetworkIsTheSameWithNothingToLearn(NetworkShape shape) {
        Network learned = Networks.build(shape, 3, Scope.root(manager, 1));
        Network unlearned = Networks.build(shape, 3, Scope.root(manager, 1).unlearned());

        assertThat(unlearned.state().parameters()).isEmpty();
        assertThat(unlearned.state().buffers())
                .hasSize(learned.state().variables().size());
        assertThat(unlearned.state().variables().keySet())
                .containsExactlyElementsOf(learned.state().variables().keySet());
        NDArray images = manager.randomNormal(new Shape(2, 3, 32, 32));
        assertThat(unlearned.forward(images, Mode.EVAL).logits().toFloatArray())
                .isEqualTo(learned.forward(images, Mode.EVAL).logits().toFloatArray());
    }

    @Test
    void gradientsPassThroughItAndEndNowhereInIt() {
        NetworkShape shape = NetworkShapes.named("resnet8").withWidth(2);
        Scope root = Scope.root(manager, 1);
        Network unlearned =
                Networks.build(shape, 3, root.child("average").unlearned().child("of"));
        Parameter before = root.parameter("images", new Shape(2, 3, 8, 8), Initializer.normal(1));

        Autograd.backward(Autograd.recording(() ->
                unlearned.forward(before.tensor(), Mode.EVAL).logits().square().sum()));

        assertThat(before.gradient()).isPresent();
        assertThat(root.state().parameters()).containsExactly(before);
        assertThat(unlearned.state().tensors().values()).noneMatch(NDArray::hasGradient);
    }

    @Test
    void aLayerThatInsistsOnAParameterIsRefused() {
        Scope scope = Scope.root(manager, 0).unlearned().child("fc");
        assertThatThrownBy(() -> scope.parameter("weight", new Shape(1), Initializer.constant(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("fc.weight is a parameter of a network that is not learned");
    }
}
