package io.mlfd.operator.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.build.RunVolume;
import io.mlfd.operator.build.StageJobs;
import io.mlfd.operator.build.VolumeClaim;
import io.mlfd.operator.observe.OneLine;
import io.mlfd.plan.Plan;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Action.Tell;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Carries out single actions. An object that is already there as it would have been made counts as made, so an action
 * can be repeated after a crash and by two leaders at once.
 */
public final class Actor {
    private static final Logger LOG = Logger.getLogger(Actor.class);
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int INVALID = 422;

    private final ClusterWrites writes;
    private final LiveReads reads;
    private final StageJobs jobs;
    private final RunEvents events;

    /** @param instance which operator it is, for events */
    public Actor(ClusterWrites writes, LiveReads reads, StageJobs jobs, String instance) {
        this.writes = writes;
        this.reads = reads;
        this.jobs = jobs;
        this.events = new RunEvents(instance);
    }

    /** @return why the claim was not made, empty when it is there */
    public Optional<Refusal> prepareVolume(MLFDRun run, RunPolicy policy) {
        try {
            writes.create(VolumeClaim.build(run, policy.onDelete()));
            return Optional.empty();
        } catch (KubernetesClientException e) {
            // Whose claim it is that exists is looked at before every start.
            return e.getCode() == CONFLICT
                    ? Optional.empty()
                    : Optional.of(
                            refusal(e, Optional.empty(), "spec.storage: claim \"" + RunVolume.claimName(run) + "\""));
        }
    }

    /** @return why the Job was not made, empty when it is there */
    public Optional<Refusal> start(MLFDRun run, Plan plan, StartStage action, RunVolume volume) {
        Stage stage = action.stage();
        Job job = jobs.build(run, plan, stage, action.attempt(), volume);
        String name = job.getMetadata().getName();
        try {
            writes.create(job);
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                return Optional.of(refusal(e, Optional.of(stage), "Job \"" + name + "\""));
            }
            // A quota that others use at the same moment gives a conflict too: nothing was made then.
            Job there = reads.job(run.getMetadata().getNamespace(), name).orElseThrow(() -> e);
            return Optional.of(there)
                    .filter(found -> !sameAttempt(run, stage, found))
                    .map(found -> foreign(run, stage, found));
        }
    }

    private static Refusal foreign(MLFDRun run, Stage stage, Job there) {
        String name = there.getMetadata().getName();
        return new Refusal(Optional.of(stage), stage.name() + ": Job \"" + name + "\" " + owner(run, there), false);
    }

    /** Whose the object is, and what to do about it: what another run still works with must not be deleted. */
    private static String owner(MLFDRun run, Job there) {
        String other = Optional.ofNullable(there.getMetadata().getLabels())
                .map(labels -> labels.get(Labels.RUN))
                .orElse("");
        return other.isEmpty() || other.equals(run.getMetadata().getName())
                ? "exists and is not this run's; delete it"
                : "is that of run \"" + other
                        + "\"; wait until it has been deleted, or make this run again under another name";
    }

    /**
     * Of a Job that is gone the pods that were left behind; does nothing when there are none, or when the Job is not this run's.
     *
     * @return why it may not be deleted, empty when it may
     */
    public Optional<Refusal> stop(MLFDRun run, StopStage action, String jobName) {
        try {
            Optional<Job> there = reads.job(run.getMetadata().getNamespace(), jobName);
            there.filter(job -> sameAttempt(run, action.stage(), job))
                    .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
                    .ifPresent(writes::delete);
            if (there.isEmpty()) {
                leftBehind(run, action).forEach(writes::delete);
            }
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() != FORBIDDEN) {
                throw e;
            }
            return Optional.of(refusal(e, Optional.of(action.stage()), "to stop it, deleting Job \"" + jobName + "\""));
        }
    }

    /** Pods of the attempt that no Job looks after, and that nobody has told to end. */
    private List<Pod> leftBehind(MLFDRun run, StopStage action) {
        return reads
                .pods(run.getMetadata().getNamespace(), Labels.selector(run, action.stage(), action.attempt()))
                .stream()
                .filter(pod -> isOf(action.stage(), pod))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getMetadata().getOwnerReferences().isEmpty())
                .toList();
    }

    private static boolean isOf(Stage stage, HasMetadata object) {
        return object.getMetadata().getAnnotations() != null
                && stage.planKey().equals(object.getMetadata().getAnnotations().get(Labels.PLAN_KEY));
    }

    /** People are told where possible; a run does not depend on it. */
    public void tell(MLFDRun run, Tell tell, Instant now) {
        try {
            writes.create(events.build(run, tell, now));
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                LOG.warnf(
                        "event %s of run %s was not written: %s",
                        tell.reason(), run.getMetadata().getName(), e);
            }
        }
    }

    private static boolean sameAttempt(MLFDRun run, Stage stage, Job there) {
        return Labels.ownedBy(run, there) && isOf(stage, there);
    }

    /** @throws KubernetesClientException when the API server gave no verdict on the object itself */
    private static Refusal refusal(KubernetesClientException e, Optional<Stage> stage, String object) {
        boolean lasting = e.getCode() == BAD_REQUEST || e.getCode() == INVALID;
        if (!lasting && e.getCode() != FORBIDDEN) {
            throw e;
        }
        String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        String whose = stage.map(s -> s.name() + ": ").orElse("");
        return new Refusal(stage, OneLine.of(whose + object + " was refused: " + said), lasting);
    }
}
