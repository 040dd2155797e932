package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.mlfd.api.MLFDRun;
import io.mlfd.plan.QueueChoice;
import io.mlfd.plan.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Labels, annotations and owner references by which the objects of a run are found again. */
public final class Labels {
    public static final String RUN = "mlfd.io/run";
    public static final String STAGE_KIND = "mlfd.io/stage-kind";
    public static final String DATASET = "mlfd.io/dataset";
    public static final String ATTEMPT = "mlfd.io/attempt";
    /** The claim that a pod writes to. */
    public static final String VOLUME = "mlfd.io/volume";
    /** Annotation: stage names hold characters that labels do not allow. */
    public static final String STAGE = "mlfd.io/stage";

    public static final String PLAN_KEY = "mlfd.io/plan-key";
    /** Annotation: the queue that a Job was made for. The label may be written over by whoever admits Jobs. */
    public static final String QUEUE = "mlfd.io/queue";

    /** Annotation: the pod settings that a Job was made with. */
    public static final String POD = "mlfd.io/pod-settings";

    /** Annotation: uid of the run that a claim was made for, which tells it from one that an earlier run kept. */
    public static final String MADE_FOR = "mlfd.io/made-for";

    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String MANAGER = "mlfd-operator";
    /** Selects every object that this operator made. */
    public static final String SELECTOR = MANAGED_BY + "=" + MANAGER + "," + RUN;

    private Labels() {}

    /**
     * Nothing is taken over from the run, and {@code app.kubernetes.io/instance} is left out: by these a GitOps tool knows what
     * it has applied itself, and a claim that is kept would be pruned as what is no longer in Git.
     */
    static Map<String, String> ofRun(MLFDRun run, String component) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/name", "mlfd");
        labels.put("app.kubernetes.io/component", component);
        labels.put("app.kubernetes.io/part-of", "mlfd");
        labels.put(MANAGED_BY, MANAGER);
        labels.put(RUN, run.getMetadata().getName());
        return labels;
    }

    static Map<String, String> ofStage(MLFDRun run, Stage stage, int attempt, RunVolume volume) {
        Map<String, String> labels = ofRun(run, "stage");
        labels.put(STAGE_KIND, stage.kind().label());
        stage.dataset().ifPresent(dataset -> labels.put(DATASET, dataset));
        labels.put(ATTEMPT, Integer.toString(attempt));
        labels.put(VOLUME, volume.label());
        return labels;
    }

    /** Selects the pods of an attempt; stages of one kind share it and are told apart by their annotation. */
    public static String selector(MLFDRun run, Stage stage, int attempt) {
        return RUN + "=" + run.getMetadata().getName() + "," + STAGE_KIND + "="
                + stage.kind().label() + "," + ATTEMPT + "=" + attempt;
    }

    /** Kueue's, on the Job alone: on its pods they would be queued a second time. */
    static Map<String, String> ofQueue(Optional<QueueChoice> queue) {
        Map<String, String> labels = new LinkedHashMap<>();
        queue.ifPresent(choice -> labels.put("kueue.x-k8s.io/queue-name", choice.name()));
        queue.flatMap(QueueChoice::priorityClass)
                .ifPresent(named -> labels.put("kueue.x-k8s.io/priority-class", named));
        return labels;
    }

    static Map<String, String> annotations(Stage stage) {
        return Map.of(STAGE, stage.name(), PLAN_KEY, stage.planKey());
    }

    /** {@code blockOwnerDeletion} would need a right to the run's finalizers, and nothing here has to wait. */
    static OwnerReference owner(MLFDRun run) {
        return new OwnerReferenceBuilder()
                .withApiVersion(MLFDRun.API_VERSION)
                .withKind(MLFDRun.KIND)
                .withName(run.getMetadata().getName())
                .withUid(run.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }

    /** Whether the object was made for this very owner, not for an earlier one of the same name. */
    public static boolean ownedBy(HasMetadata owner, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference ->
                        reference.getUid().equals(owner.getMetadata().getUid()));
    }
}
