package io.mlfd.trainer.local;

import java.util.function.Consumer;

/** Looks at the data of a run before anything is done with them. */
@FunctionalInterface
public interface DataInspection {
    /**
     * @param lines take what is found, a line each
     * @throws LocalRunException when no stage should be started with them
     * @throws io.mlfd.trainer.stop.StoppedException when a stop is asked for meanwhile
     */
    void inspect(LocalRun run, RunFolder folder, Consumer<String> lines);

    /** This one, and the other where this one found nothing against it. */
    default DataInspection then(DataInspection other) {
        return (run, folder, lines) -> {
            inspect(run, folder, lines);
            other.inspect(run, folder, lines);
        };
    }
}
