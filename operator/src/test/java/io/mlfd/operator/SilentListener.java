package io.mlfd.operator;

import io.mlfd.api.MLFDRun;
import io.mlfd.run.Action;

/** Nobody. */
public enum SilentListener implements RunListener {
    INSTANCE;

    @Override
    public void acted(Action action) {}

    @Override
    public void moved(Move move) {}

    @Override
    public void refused(MLFDRun run, String reason, String message) {}
}
