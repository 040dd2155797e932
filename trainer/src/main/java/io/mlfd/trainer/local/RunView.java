package io.mlfd.trainer.local;

import io.mlfd.contract.Progress;
import io.mlfd.run.RunState;
import java.time.Instant;
import java.util.Map;

/** What people see while a run goes on. */
public interface RunView extends AutoCloseable {
    /** Something that happened, one line. */
    void line(String line);

    /** Whether {@link #show} would draw anything now; spares reading files that nobody sees. */
    boolean wantsProgress();

    /**
     * Where everything stands; called often, most calls draw nothing.
     *
     * @param progress of the stages that are under way, by name
     */
    void show(RunState state, Map<String, Progress> progress, Instant now);

    /** Leaves the terminal as it was. */
    @Override
    void close();
}
