package io.mlfd.trainer.local;

import io.mlfd.contract.StageOrder;
import java.io.IOException;
import java.nio.file.Path;

/** Starts the processes of stages. */
@FunctionalInterface
public interface ChildLauncher {
    /**
     * Names the environment variable that tells a stage that its standard input is a pipe from the runner: when it ends, so
     * has the runner, however that came about, and the stage stops as if it had been asked to.
     */
    String PARENT_VARIABLE = "MLFD_PARENT";

    /** The value of {@link #PARENT_VARIABLE}. */
    String PARENT_PIPE = "stdin";

    /**
     * @param report file that the stage leaves its report in
     * @param log file that the stage's output is added to
     */
    Child launch(StageOrder order, Path report, Path log) throws IOException;
}
