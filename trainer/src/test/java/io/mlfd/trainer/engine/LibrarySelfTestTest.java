package io.mlfd.trainer.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.LibrarySelfTest.Check;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class LibrarySelfTestTest {
    private static final Check RIGHT = new Check("right", scope -> true);

    private final NDManager manager;

    LibrarySelfTestTest(NDManager manager) {
        this.manager = manager;
    }

    @Test
    void theLibraryOfThisProjectPasses() {
        assertThatCode(() -> new LibrarySelfTest().run(manager)).doesNotThrowAnyException();
    }

    @Test
    void namesTheFirstOperationThatIsWrong() {
        LibrarySelfTest test = new LibrarySelfTest(
                List.of(RIGHT, new Check("product", scope -> false), new Check("sum", scope -> false)));
        assertThatThrownBy(() -> test.run(manager))
                .isInstanceOf(TorchEngineException.class)
                .hasMessage("PYTORCH_LIBRARY_PATH: the libtorch there fails the self-test of product (another result);"
                        + " needed is PyTorch 2.7.1");
    }

    @Test
    void anOperationThatIsRefusedIsWrongInOneLine() {
        LibrarySelfTest test = new LibrarySelfTest(List.of(new Check("sum", scope -> {
            throw new EngineException("no such kernel\nframe #0");
        })));
        assertThatThrownBy(() -> test.run(manager))
                .isInstanceOf(TorchEngineException.class)
                .hasMessageContaining("self-test of sum (no such kernel)");
    }
}
