package io.mlfd.operator;

import io.mlfd.api.MLFDRun;
import io.mlfd.run.Action;

/** Is told what the operator does, for metrics and for the log. */
public interface RunListener {
    /** An action was carried out, or tried. */
    void acted(Action action);

    /** A run was looked at, and its status was written where it moved. */
    void moved(Move move);

    /** Something about a run was refused, by this operator or by the API server, and its status did not say so yet. */
    void refused(MLFDRun run, String reason, String message);
}
