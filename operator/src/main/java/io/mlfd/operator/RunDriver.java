package io.mlfd.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.act.Actor;
import io.mlfd.operator.act.ClusterWrites;
import io.mlfd.operator.act.LiveReads;
import io.mlfd.operator.act.Refusal;
import io.mlfd.operator.act.StatusPatch;
import io.mlfd.operator.build.ClusterRules;
import io.mlfd.operator.build.RunVolume;
import io.mlfd.operator.build.StageDefaults;
import io.mlfd.operator.build.StageJobs;
import io.mlfd.operator.stored.KnownScores;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.operator.stored.StoredRun;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import io.mlfd.plan.Problem;
import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Action.Tell;
import io.mlfd.run.Again;
import io.mlfd.run.Decision;
import io.mlfd.run.Observation.Volume;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunMachine;
import io.mlfd.run.RunState;
import io.mlfd.status.StatusReader;
import io.mlfd.status.StatusReader.StatusException;
import io.mlfd.status.StatusWriter.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves a run one step: observe, decide, act, write the status once. Remembers nothing of a run between two steps, so any
 * operator can do the next one.
 */
public final class RunDriver {
    /** What nobody sends an event about is looked at again after this time. */
    private static final Duration LOOK_AGAIN = RunObserver.SILENCE;

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final int GONE = 404;
    private static final int CONFLICT = 409;

    private final StatusWrites statuses;
    private final Actor actor;
    private final Stops stops;
    private final Acts acts;
    private final JobRemoval removal;
    private final ClaimKeeping keeping;
    private final RunObserver observer;
    private final ClusterRules rules;
    private final RunListener listener;
    private final Planner planner;
    private final StatusReader statusReader = new StatusReader();

    /**
     * @param defaults what stages have where their run says nothing
     * @param instance which operator it is, for events
     */
    public RunDriver(
            ClusterWrites writes, LiveReads reads, StageDefaults defaults, String instance, RunListener listener) {
        this.statuses = new StatusWrites(writes, listener);
        this.actor = new Actor(writes, reads, new StageJobs(defaults), instance);
        this.stops = new Stops(actor);
        this.removal = new JobRemoval(writes);
        this.keeping = new ClaimKeeping(writes, actor);
        this.acts = new Acts(actor, stops, removal, listener);
        this.observer = new RunObserver(reads);
        this.rules = new ClusterRules(defaults);
        this.planner = new Planner(defaults.pod());
        this.listener = listener;
    }

    /**
     * @param written the run after its status was written, empty when nothing was to write
     * @param again when to look again although nothing happens
     */
    public record Outcome(Optional<StoredRun> written, Optional<Duration> again) {
        static final Outcome NOTHING = new Outcome(Optional.empty(), Optional.empty());

        private Outcome orSooner(Optional<Duration> other) {
            return new Outcome(
                    written, Stream.concat(again.stream(), other.stream()).min(Comparator.naturalOrder()));
        }
    }

    /** @throws KubernetesClientException when the API server did not do what was asked: to be tried again */
    public Outcome drive(ReadRun watched, CachedObjects cached, Instant now) {
        return (watched.mayBeCut() ? observer.live(watched.run()) : Optional.of(watched))
                .map(read -> driveAndTidy(read, cached, now))
                .orElse(Outcome.NOTHING);
    }

    private Outcome driveAndTidy(ReadRun read, CachedObjects cached, Instant now) {
        Outcome outcome = driveAsRead(read, cached, now);
        keeping.asSaid(read, cached.claims(), now);
        return outcome.orSooner(removal.afterTheirTime(read, cached.jobs(), now));
    }

    private Outcome driveAsRead(ReadRun read, CachedObjects cached, Instant now) {
        MLFDRun run = read.run();
        if (run.getMetadata().getDeletionTimestamp() != null || finished(run)) {
            return Outcome.NOTHING;
        }
        List<Problem> strange = notUnderstood(read);
        if (!strange.isEmpty()) {
            return refuse(run, Refused.NOT_UNDERSTOOD, strange, now);
        }
        Checked<Plan> checked = checked(run);
        if (checked instanceof Checked.Invalid<Plan> invalid) {
            return refuse(run, Refused.INVALID_SPEC, invalid.problems(), now);
        }
        Plan plan = ((Checked.Valid<Plan>) checked).value();
        try {
            return drive(read, plan, state(run, plan), cached, now);
        } catch (StatusException e) {
            return refuse(
                    run,
                    Refused.INVALID_SPEC,
                    List.of(new Problem(
                            "status", e.getMessage() + "; use the operator that wrote it, or make a new run")),
                    now);
        }
    }

    /**
     * What keeps a run from being driven. A value that cannot be read would have to be guessed, and a field that is not known may
     * change what is trained, unless the run has started: then the plan it was accepted with is held to by its keys.
     */
    private static List<Problem> notUnderstood(ReadRun read) {
        return wasStarted(read.run())
                ? read.unreadable()
                : Stream.concat(read.unreadable().stream(), read.unknown().stream())
                        .toList();
    }

    private static boolean wasStarted(MLFDRun run) {
        return run.getStatus() != null && run.getStatus().wasStarted();
    }

    private static boolean finished(MLFDRun run) {
        MLFDRunStatus status = run.getStatus();
        return status != null
                && status.completionTime() != null
                && run.getMetadata().getGeneration().equals(status.observedGeneration());
    }

    private Checked<Plan> checked(MLFDRun run) {
        Checked<Plan> planned = planner.plan(run.getMetadata().getName(), run.getSpec());
        if (planned instanceof Checked.Valid<Plan> valid) {
            List<Problem> problems = rules.problems(run, valid.value());
            return problems.isEmpty() ? valid : new Checked.Invalid<>(problems);
        }
        return planned;
    }

    /** Before the start a spec may change at will, and what was written for the old one no longer counts. */
    private RunState state(MLFDRun run, Plan plan) {
        return wasStarted(run) ? statusReader.read(plan, KnownScores.of(run.getStatus())) : RunState.initial(plan);
    }

    private Outcome drive(ReadRun read, Plan plan, RunState before, CachedObjects cached, Instant now) {
        MLFDRun run = read.run();
        Optional<Again> again = Step.rerun(run).map(asked -> Again.of(before, asked));
        RunState from = again.map(Again::state).orElse(before);
        RunObserver.Seen seen = observer.observe(run, plan, from, cached, now);
        RunPolicy policy = limited(RunPolicy.of(run.getSpec()), seen.volume());
        Decision decided = RunMachine.decide(plan, policy, from, seen.observation());
        Decision decision = again.map(Again::tell).map(decided::after).orElse(decided);
        Step step = new Step(
                read, plan, policy, before, seen, FinishedJobs.of(run, cached.jobs()), rules.warnings(run, plan), now);
        Optional<RunClock> begins =
                before.clock().isPresent() ? Optional.empty() : decision.next().clock();
        if (begins.isEmpty()) {
            return movesJobs(decision) ? carryOutIfNewest(step, decision, cached, now) : carryOut(step, decision);
        }
        Optional<ReadRun> live = observer.live(run);
        if (live.filter(read::asksTheSame).isEmpty()) {
            return live.map(other -> drive(other, cached, now)).orElse(Outcome.NOTHING);
        }
        // From here on the API server holds the spec fixed: no stage is started for one that may still change.
        RunState begun = new RunState(before.stages(), begins, Optional.empty(), Optional.empty());
        Optional<StoredRun> fixed;
        try {
            fixed = step.patchTo(begun).map(patch -> statuses.write(run, patch));
        } catch (KubernetesClientException e) {
            return conflict(e);
        }
        return carryOut(fixed.map(step::with).orElse(step), decision);
    }

    private static boolean movesJobs(Decision decision) {
        return decision.actions().stream()
                .anyMatch(action -> action instanceof StartStage || action instanceof StopStage);
    }

    /**
     * An operator that was asleep while another one led would make Jobs that were done and are gone, and stop those of a run that was
     * suspended then and is not now. Only its status would be refused: a Job is not made or deleted for a version of its run.
     */
    private Outcome carryOutIfNewest(Step step, Decision decision, CachedObjects cached, Instant now) {
        Optional<ReadRun> live = observer.live(step.run());
        if (live.isEmpty()) {
            return Outcome.NOTHING;
        }
        return version(live.get()).equals(version(step.read()))
                ? carryOut(step, decision)
                : drive(live.get(), cached, now);
    }

    private static String version(ReadRun read) {
        return read.run().getMetadata().getResourceVersion();
    }

    private Outcome carryOut(Step step, Decision decision) {
        MLFDRun run = step.run();
        Acted acted = acts.carryOut(step, decision);
        RunState next = acted.after(decision.next(), step.policy(), step.now());
        Optional<StatusPatch> patch = statuses.worth(run, step.patchTo(next));
        if (patch.isPresent()) {
            acted.tells().forEach(tell -> actor.tell(run, tell, step.now()));
        }
        Optional<StoredRun> written;
        try {
            written = patch.map(p -> statuses.write(run, p));
        } catch (KubernetesClientException e) {
            return conflict(e);
        }
        // After the status: a stop that is remembered is carried out by whoever comes next, the reverse would be a
        // loss.
        boolean stopped = stops.carryOut(step, decision);
        listener.moved(
                new Move(run, step.plan(), step.before(), next, step.seen().observation()));
        patch.ifPresent(p -> acted.refusals().stream()
                .map(Refusal::message)
                .filter(message -> !isSaid(run, message))
                .forEach(message -> listener.refused(run, Acts.REFUSED, message)));
        return new Outcome(written, stopped ? again(step, decision, acted, next) : Optional.of(AT_ONCE));
    }

    private static boolean isSaid(MLFDRun run, String message) {
        return run.getStatus() != null
                && run.getStatus().conditions().stream()
                        .anyMatch(condition -> condition.message().contains(message));
    }

    /** A claim for one pod carries one stage at a time. */
    private static RunPolicy limited(RunPolicy policy, RunVolume volume) {
        return volume.access() == RunVolume.Access.ONE_POD ? policy.atOnce(1) : policy;
    }

    private static Optional<Duration> again(Step step, Decision decision, Acted acted, RunState next) {
        if (next.ended()) {
            return Optional.empty();
        }
        boolean nobodyCalls = !acted.refusals().isEmpty()
                || step.seen().observation().volume() instanceof Volume.Unusable
                || !step.seen().observation().blocked().isEmpty();
        Optional<Duration> wakeUp = decision.wakeUp().map(at -> Duration.between(step.now(), at));
        return Stream.of(
                        nobodyCalls ? Optional.of(LOOK_AGAIN) : Optional.<Duration>empty(),
                        step.seen().lookAgain(),
                        wakeUp)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private Outcome refuse(MLFDRun run, Refused why, List<Problem> problems, Instant now) {
        MLFDRunStatus status = RefusedStatus.of(run, why, problems, now);
        Optional<StatusPatch> patch = StatusPatch.between(Optional.ofNullable(run.getStatus()), status);
        if (patch.isPresent()) {
            actor.tell(run, new Tell(Importance.WARNING, why.reason(), Problem.line(problems)), now);
        }
        try {
            Optional<StoredRun> written = patch.map(p -> statuses.write(run, p));
            if (written.isPresent() && !isSaid(run, Problem.line(problems))) {
                listener.refused(run, why.reason(), Problem.line(problems));
            }
            return new Outcome(written, Optional.empty());
        } catch (KubernetesClientException e) {
            return conflict(e);
        }
    }

    /** The run is not as it was read: decide again on what it is now, if it is at all. */
    private static Outcome conflict(KubernetesClientException e) {
        if (e.getCode() == GONE) {
            return Outcome.NOTHING;
        }
        if (e.getCode() != CONFLICT) {
            throw e;
        }
        return new Outcome(Optional.empty(), Optional.of(Duration.ofSeconds(1)));
    }
}
