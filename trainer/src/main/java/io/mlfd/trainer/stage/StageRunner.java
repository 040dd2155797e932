package io.mlfd.trainer.stage;

import ai.djl.engine.EngineException;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Carries out orders. */
public final class StageRunner {
    private static final Logger LOG = System.getLogger(StageRunner.class.getName());
    private static final double NANOS = 1e9;

    private final StagePrograms programs;
    private final StageEnvironment environment;
    private final WholeFiles files;

    public StageRunner(StagePrograms programs, StageEnvironment environment) {
        this(programs, environment, new WholeFiles(Disk.local()));
    }

    StageRunner(StagePrograms programs, StageEnvironment environment, WholeFiles files) {
        this.programs = programs;
        this.environment = environment;
        this.files = files;
    }

    /**
     * Carries out an order, whatever happens: what goes wrong is in the report, as an exit code and one line.
     *
     * @param stop looked at in every loop
     */
    public StageReport run(StageOrder order, StopSignal stop) {
        StageExecution execution = new StageExecution(order, stop, programs, environment, files);
        try {
            StageReport report = execution.run();
            if (!report.reused()) {
                execution.memory().flatMap(StageMemory::took).ifPresent(took -> say(order, took));
            }
            return report;
        } catch (RuntimeException | Error e) {
            Optional<ExitCode> code = Failures.code(e);
            if (code.isEmpty()) {
                LOG.log(Level.ERROR, "stage " + order.stage() + " failed", e);
            }
            return failed(
                    order, execution, code.map(ExitCode::status).orElse(Failures.UNKNOWN), told(order, execution, e));
        }
    }

    /** The one line; what has no room in it goes to the log and to the volume, a line each. */
    private String told(StageOrder order, StageExecution execution, Throwable failure) {
        if (failure instanceof BadInputException bad && bad.isCut()) {
            bad.lines().forEach(line -> say(order, line));
            return Failures.message(bad) + "; all of them are in the stage's log" + left(order, execution, bad);
        }
        // The heap's want is one of images, whatever the batch.
        boolean ofTheEngine = failure instanceof EngineException
                && Failures.code(failure).equals(Optional.of(ExitCode.OUT_OF_MEMORY));
        return Failures.message(failure)
                + (ofTheEngine ? execution.memory().map(StageMemory::whatFits).orElse("") : "");
    }

    /** The volume may be what is wrong too, and the data are told of all the same. */
    private String left(StageOrder order, StageExecution execution, BadInputException bad) {
        try {
            return " and on the run's volume in " + execution.leave(bad.lines());
        } catch (StorageException e) {
            say(order, e.getMessage());
            return "";
        }
    }

    private void say(StageOrder order, String line) {
        environment.console().accept(order.stage() + ": " + line);
    }

    /**
     * The report of a stage that is finished already: its folder is complete, every digest holds, and data and inputs are
     * what they were. Reads the data sets' files to see that they are the same, but decodes none of them and loads no native
     * library.
     *
     * @return empty when there is anything left to do, also when trying would fail
     * @throws StoppedException when a stop was requested
     * @throws StorageException when it cannot be told now: what is finished would be done again
     */
    public Optional<StageReport> finished(StageOrder order, StopSignal stop) {
        try {
            return new StageExecution(order, stop, programs, environment, files).finished();
        } catch (StoppedException | StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private StageReport failed(StageOrder order, StageExecution execution, int exit, String message) {
        return StageReport.failed(
                order.stage(),
                order.attempt(),
                exit,
                execution.contentKey(),
                execution.checkpoint(),
                environment.ticker().elapsed().toNanos() / NANOS,
                message);
    }
}
