package io.mlfd.trainer.stage;

import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import java.util.Optional;

/** Carries out orders. */
public final class StageRunner {
    private final StagePrograms programs;
    private final StageEnvironment environment;

    public StageRunner(StagePrograms programs, StageEnvironment environment) {
        this.programs = programs;
        this.environment = environment;
    }

    /**
     * Carries out an order, whatever happens: what goes wrong is in the report, as an exit code and one line.
     *
     * @param stop looked at in every loop
     */
    public StageReport run(StageOrder order, StopSignal stop) {
        stop.check();
        StageProgram program = programs.of(order.work());
        throw new BadOrderException("not carried out yet: " + program + " in " + environment);
    }

    /**
     * The report of a stage that is finished already: its folder is complete, every digest holds, and data and inputs are
     * what they were. Loads images to see that they are the same, but no network and no native library.
     *
     * @return empty when there is anything left to do, also when trying would fail
     */
    public Optional<StageReport> finished(StageOrder order, StopSignal stop) {
        stop.check();
        return Optional.empty();
    }
}
