package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.mlfd.api.MLFDRun;
import io.mlfd.contract.ControlCharacters;
import io.mlfd.run.Action;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * A line for each transition of a run, and none where nothing changed. What it is about stands in the line and as fields of its
 * context, which a log in JSON has by name.
 */
final class RunLog implements RunListener {
    private static final Logger LOG = Logger.getLogger(RunLog.class);

    @Override
    public void acted(Action action) {
        // What came of it is told.
    }

    @Override
    public void moved(Move move) {
        RunStory.between(move.before(), move.after()).forEach(line -> write(move.run(), line));
    }

    @Override
    public void refused(MLFDRun run, String reason, String message) {
        write(run, new RunStory.Line(Optional.empty(), reason, message));
    }

    private static void write(MLFDRun run, RunStory.Line line) {
        ObjectMeta metadata = run.getMetadata();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("namespace", metadata.getNamespace());
        fields.put("run", metadata.getName());
        line.attempt().ifPresent(attempt -> {
            fields.put("stage", attempt.stage());
            fields.put("attempt", Integer.toString(attempt.number()));
        });
        fields.put("reason", line.reason());
        fields.forEach(MDC::put);
        try {
            LOG.info(text(metadata, line));
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    private static String text(ObjectMeta metadata, RunStory.Line line) {
        String whose = metadata.getNamespace() + "/" + metadata.getName()
                + line.attempt()
                        .map(attempt -> " " + attempt.stage() + " attempt " + attempt.number())
                        .orElse("");
        String what = line.reason() + (line.message().isEmpty() ? "" : ": " + line.message());
        return ControlCharacters.escaped(whose + ": " + what);
    }
}
