package io.mlfd.trainer.cli;

import io.mlfd.trainer.local.FinishedStages;
import io.mlfd.trainer.stage.StageEnvironment;
import io.mlfd.trainer.stage.StageRunner;
import java.time.Instant;

/** Puts the stage runner and its programs together. */
final class Stages {
    private final Surroundings surroundings;

    Stages(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Carries out stages, telling lines on standard output. */
    StageRunner runner() {
        return new StageRunner(
                work -> {
                    throw new io.mlfd.trainer.stage.BadOrderException(
                            "work: " + work.getClass().getSimpleName() + " is not carried out yet");
                },
                new StageEnvironment(surroundings.version(), processStart(), surroundings.clock(), line -> {
                    surroundings.out().println(line);
                    surroundings.out().flush();
                }));
    }

    /** Recognises finished stages in this process; gives up, as if nothing were finished, when asked to stop. */
    FinishedStages finished(Signals signals) {
        StageRunner runner = runner();
        return order -> runner.finished(order, () -> signals.count() > 0);
    }

    private Instant processStart() {
        return ProcessHandle.current().info().startInstant().orElseGet(surroundings.clock()::instant);
    }
}
