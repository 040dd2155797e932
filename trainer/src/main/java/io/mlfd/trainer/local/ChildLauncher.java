package io.mlfd.trainer.local;

import io.mlfd.contract.StageOrder;
import java.io.IOException;
import java.nio.file.Path;

/** Starts the processes of stages. */
@FunctionalInterface
public interface ChildLauncher extends AutoCloseable {
    /**
     * Names the environment variable that tells a stage that its standard input is a pipe from the runner: when it ends, so
     * has the runner, however that came about, and the stage stops as if it had been asked to.
     */
    String PARENT_VARIABLE = "MLFD_PARENT";

    /** The value of {@link #PARENT_VARIABLE}. */
    String PARENT_PIPE = "stdin";

    /** Another value of {@link #PARENT_VARIABLE}: through that pipe comes a {@link StageCall} for one stage after another. */
    String PARENT_ORDERS = "orders";

    /**
     * @param report file that the stage leaves its report in
     * @param log file that the stage's output is added to
     */
    Child launch(StageOrder order, Path report, Path log) throws IOException;

    /** Ends processes that are kept for further stages and have waited long enough; called again and again. */
    default void tidy() {}

    /** Ends all that are kept for further stages. */
    @Override
    default void close() {}
}
