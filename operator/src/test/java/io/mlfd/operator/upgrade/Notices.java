package io.mlfd.operator.upgrade;

import io.mlfd.api.MLFDRun;
import io.mlfd.operator.Move;
import io.mlfd.operator.RunListener;
import io.mlfd.run.Action;
import java.util.Set;
import java.util.TreeSet;

/** What an operator writes to its log about what was refused. */
final class Notices implements RunListener {
    private final Set<String> messages = new TreeSet<>();

    Set<String> messages() {
        return Set.copyOf(messages);
    }

    @Override
    public void acted(Action action) {}

    @Override
    public void moved(Move move) {}

    @Override
    public void refused(MLFDRun run, String reason, String message) {
        messages.add(reason + ": " + message);
    }
}
