package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.seen.DepartedPods;
import io.mlfd.operator.seen.PodEventSource;
import io.mlfd.operator.seen.SeenJob;
import io.mlfd.operator.seen.SeenPod;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.operator.stored.SeenRuns;
import io.mlfd.operator.stored.StoredRun;
import io.mlfd.operator.stored.WrittenRuns;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Hands every change of a run or of its objects to the {@link RunDriver}. Retries never end: a run must not stall until
 * the next event because the API server was away for a while.
 */
@ControllerConfiguration(name = "mlfdrun", informer = @Informer(informerListLimit = MLFDRunReconciler.PAGE))
@GradualRetry(maxAttempts = -1, initialInterval = 1000, intervalMultiplier = 2, maxInterval = 60_000)
public final class MLFDRunReconciler implements Reconciler<StoredRun> {
    /** Objects of one answer to a list: what is read at once has to fit beside what is kept. */
    static final long PAGE = 50;

    private static final Duration SOON = Duration.ofMillis(1);

    private final RunDriver driver;
    private final Clock clock;
    private final DepartedPods departed = new DepartedPods();
    private final WrittenRuns written = new WrittenRuns();
    private final SeenRuns seen;

    public MLFDRunReconciler(RunDriver driver, Clock clock, SeenRuns seen) {
        this.driver = driver;
        this.clock = clock;
        this.seen = seen;
    }

    @Override
    public List<EventSource<?, StoredRun>> prepareEventSources(EventSourceContext<StoredRun> context) {
        seen.lookIn(() -> context.getPrimaryCache().list());
        return List.of(
                new InformerEventSource<>(
                        objects(SeenJob.class)
                                .withOnUpdateFilter((now, before) -> !now.saysTheSame(before))
                                .build(),
                        context),
                new PodEventSource(
                        objects(SeenPod.class)
                                .withOnUpdateFilter((now, before) -> !now.saysTheSame(before))
                                .build(),
                        context,
                        departed),
                new InformerEventSource<>(objects(PersistentVolumeClaim.class).build(), context));
    }

    private static <T extends HasMetadata> InformerEventSourceConfiguration.Builder<T> objects(Class<T> type) {
        return InformerEventSourceConfiguration.from(type, StoredRun.class)
                .withLabelSelector(Labels.SELECTOR)
                .withInformerListLimit(PAGE)
                .withSecondaryToPrimaryMapper(MLFDRunReconciler::run)
                .withNamespacesInheritedFromController();
    }

    /** The label is selected by, so it is there. */
    private static Set<ResourceID> run(HasMetadata object) {
        String name = object.getMetadata().getLabels().get(Labels.RUN);
        return Set.of(new ResourceID(name, object.getMetadata().getNamespace()));
    }

    @Override
    public UpdateControl<StoredRun> reconcile(StoredRun run, Context<StoredRun> context) {
        CachedObjects cached = new CachedObjects(
                context.getSecondaryResourcesAsStream(SeenJob.class)
                        .map(SeenJob::job)
                        .toList(),
                context.getSecondaryResourcesAsStream(SeenPod.class)
                        .map(SeenPod::pod)
                        .toList(),
                context.getSecondaryResourcesAsStream(PersistentVolumeClaim.class)
                        .toList(),
                departed::of);
        RunDriver.Outcome outcome = driver.drive(ReadRun.of(written.newest(run)), cached, clock.instant());
        // The next look must not start from a status older than the one just written.
        outcome.written().ifPresent(written::add);
        UpdateControl<StoredRun> control = UpdateControl.noUpdate();
        outcome.again().ifPresent(wait -> control.rescheduleAfter(wait.compareTo(SOON) < 0 ? SOON : wait));
        return control;
    }
}
