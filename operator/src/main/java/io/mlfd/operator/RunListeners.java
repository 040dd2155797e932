package io.mlfd.operator;

import io.mlfd.api.MLFDRun;
import io.mlfd.run.Action;
import java.util.List;

/** Several listeners as one, each told in turn. */
record RunListeners(List<RunListener> all) implements RunListener {
    RunListeners {
        all = List.copyOf(all);
    }

    @Override
    public void acted(Action action) {
        all.forEach(listener -> listener.acted(action));
    }

    @Override
    public void moved(Move move) {
        all.forEach(listener -> listener.moved(move));
    }

    @Override
    public void refused(MLFDRun run, String reason, String message) {
        all.forEach(listener -> listener.refused(run, reason, message));
    }
}
