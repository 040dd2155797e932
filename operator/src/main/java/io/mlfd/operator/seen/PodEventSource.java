package io.mlfd.operator.seen;

import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.mlfd.operator.stored.StoredRun;

/** Pods as they come, change and go; of those that went it keeps what it saw last. */
public final class PodEventSource extends InformerEventSource<SeenPod, StoredRun> {
    private final DepartedPods departed;

    public PodEventSource(
            InformerEventSourceConfiguration<SeenPod> configuration,
            EventSourceContext<StoredRun> context,
            DepartedPods departed) {
        super(configuration, context);
        this.departed = departed;
    }

    /** Before the event, since whoever hears of it may ask at once. */
    @Override
    public void onDelete(SeenPod pod, boolean finalStateUnknown) {
        departed.add(pod);
        super.onDelete(pod, finalStateUnknown);
    }
}
