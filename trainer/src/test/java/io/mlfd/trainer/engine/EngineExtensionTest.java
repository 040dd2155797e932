package io.mlfd.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class EngineExtensionTest {
    private final List<NDArray> ofEarlierTests = new ArrayList<>();
    private final List<TorchEngine> engines = new ArrayList<>();

    @RepeatedTest(3)
    void anEngineLastsAsLongAsTheClassAndAScopeAsLongAsTheTest(TorchEngine engine, NDManager step) {
        assertThat(ofEarlierTests).allMatch(NDArray::isReleased);
        assertThat(step.isOpen()).isTrue();
        ofEarlierTests.add(step.zeros(new Shape(1)));
        engines.add(engine);
        assertThat(engines).containsOnly(engine);
        assertThat(engine.manager().isOpen()).isTrue();
    }
}
