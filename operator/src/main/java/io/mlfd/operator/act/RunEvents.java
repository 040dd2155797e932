package io.mlfd.operator.act;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.mlfd.api.MLFDRun;
import io.mlfd.contract.LimitedText;
import io.mlfd.operator.build.Names;
import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.Tell;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Events of a run. Their names follow from what they say, so that saying it again after a crash makes no second one. */
final class RunEvents {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    /** Of a note the API server counts bytes. */
    private static final int MOST_NOTE = 1024;

    private static final int HASH = 16;

    private final String instance;

    /** @param instance which operator it is that reports */
    RunEvents(String instance) {
        this.instance = instance;
    }

    Event build(MLFDRun run, Tell tell, Instant now) {
        String said = run.getMetadata().getUid() + "/" + tell.reason() + "/" + tell.message();
        return new EventBuilder()
                .withNewMetadata()
                .withName(run.getMetadata().getName() + "." + Names.digest(said).substring(0, HASH))
                .withNamespace(run.getMetadata().getNamespace())
                .endMetadata()
                .withNewRegarding()
                .withApiVersion(MLFDRun.API_VERSION)
                .withKind(MLFDRun.KIND)
                .withName(run.getMetadata().getName())
                .withNamespace(run.getMetadata().getNamespace())
                .withUid(run.getMetadata().getUid())
                .endRegarding()
                .withEventTime(new MicroTime(MICROS.format(now)))
                .withReportingController("mlfd.io/operator")
                .withReportingInstance(instance)
                .withType(tell.importance() == Importance.WARNING ? "Warning" : "Normal")
                .withReason(tell.reason())
                .withAction("Reconcile")
                .withNote(LimitedText.inBytes(tell.message(), MOST_NOTE, "... (the run's status has all of it)"))
                .build();
    }
}
