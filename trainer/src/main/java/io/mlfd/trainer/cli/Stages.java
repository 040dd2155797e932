package io.mlfd.trainer.cli;

import io.mlfd.trainer.BuiltInPrograms;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.local.FinishedStageLookup;
import io.mlfd.trainer.stage.OwnMemory;
import io.mlfd.trainer.stage.StageEnvironment;
import io.mlfd.trainer.stage.StageRunner;
import io.mlfd.trainer.stop.StoppedException;
import java.time.Instant;
import java.util.Optional;

/** Puts the stage runner and its programs together. */
final class Stages {
    private final Surroundings surroundings;

    Stages(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Carries out stages, telling lines on standard output.
     *
     * @param links of image folders that are followed
     * @param memory of this process
     */
    StageRunner runner(Links links, OwnMemory memory) {
        return new StageRunner(
                new BuiltInPrograms(),
                new StageEnvironment(
                        surroundings.version(),
                        processStart(),
                        surroundings.clock(),
                        surroundings.ticker(),
                        links,
                        line -> {
                            surroundings.out().println(line);
                            surroundings.out().flush();
                        },
                        memory));
    }

    /** Recognises finished stages of a run on this machine, in this process; finds nothing any more once asked to stop. */
    FinishedStageLookup finished(Signals signals) {
        StageRunner runner = runner(Links.ANYWHERE, OwnMemory.ofThisProcess());
        return order -> {
            try {
                return runner.finished(order, () -> signals.count() > 0);
            } catch (StoppedException e) {
                return Optional.empty();
            }
        };
    }

    /** The ticker began with the process. */
    private Instant processStart() {
        return surroundings.clock().instant().minus(surroundings.ticker().elapsed());
    }
}
