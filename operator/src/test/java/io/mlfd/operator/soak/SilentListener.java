package io.mlfd.operator.soak;

import io.mlfd.api.MLFDRun;
import io.mlfd.operator.Move;
import io.mlfd.operator.RunListener;
import io.mlfd.run.Action;

/** Nobody. */
enum SilentListener implements RunListener {
    INSTANCE;

    @Override
    public void acted(Action action) {}

    @Override
    public void moved(Move move) {}

    @Override
    public void refused(MLFDRun run, String reason, String message) {}
}
