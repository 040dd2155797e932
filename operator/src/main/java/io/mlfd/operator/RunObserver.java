package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.act.LiveReads;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.build.Names;
import io.mlfd.operator.build.RunVolume;
import io.mlfd.operator.observe.JobFacts;
import io.mlfd.operator.observe.JobObserver;
import io.mlfd.operator.observe.JobObserver.Said;
import io.mlfd.operator.observe.QueueWords;
import io.mlfd.operator.observe.StageWatch;
import io.mlfd.operator.observe.VolumeObserver;
import io.mlfd.operator.observe.Warnings;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.run.Observation;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.Observation.Volume;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at a run: in the caches, and at the API server where a cache must not be trusted. */
final class RunObserver {
    /** By then most Jobs have a pod, and most pods run: whoever asks sooner asks for nothing. */
    static final Duration SILENCE = Duration.ofSeconds(15);

    /** By then a queue with room has let a Job go. */
    static final Duration LET_GO = Duration.ofSeconds(5);

    /** By then most claims are made and bound, and earlier pods gone, which a scheduler waits for before it finds a node. */
    static final Duration NO_NODE = Duration.ofSeconds(30);

    /** What was put beside a stage ends within this time after it, or never. */
    static final Duration LINGER = Duration.ofSeconds(30);

    private static final Duration SELDOM = Duration.ofMinutes(5);

    private final LiveReads reads;
    private final JobObserver jobs = new JobObserver();

    RunObserver(LiveReads reads) {
        this.reads = reads;
    }

    /**
     * What is there, and the claim as it is.
     *
     * @param watched per stage under way what is seen of its pod
     * @param lookAgain when to look again at something that nobody watches; empty where there is no such thing
     */
    record Seen(
            Observation observation, RunVolume volume, Map<String, StageWatch> watched, Optional<Duration> lookAgain) {}

    /**
     * The run as the API server has it now. A watch that was opened before the definition changed goes on to show objects as the
     * earlier definition cuts them.
     */
    Optional<ReadRun> live(MLFDRun run) {
        return reads.run(run.getMetadata().getNamespace(), run.getMetadata().getName())
                .map(ReadRun::of);
    }

    Seen observe(MLFDRun run, Plan plan, RunState state, CachedObjects cached, Instant now) {
        return new Look(run, state, cached, now).seen(plan);
    }

    private final class Look {
        private final MLFDRun run;
        private final String namespace;
        private final RunState state;
        private final CachedObjects cached;
        private final Instant now;
        private final StageWatches watches;
        private Optional<Duration> lookAgain = Optional.empty();

        Look(MLFDRun run, RunState state, CachedObjects cached, Instant now) {
            this.run = run;
            this.namespace = run.getMetadata().getNamespace();
            this.state = state;
            this.cached = cached;
            this.now = now;
            this.watches = new StageWatches(run, reads, now);
        }

        Seen seen(Plan plan) {
            List<StageProcess> processes = new ArrayList<>();
            cached.jobs().stream().filter(job -> Labels.ownedBy(run, job)).forEach(job -> process(job)
                    .ifPresent(processes::add));
            plan.stages().forEach(stage -> unseen(plan, stage, processes).ifPresent(processes::add));
            occupied()
                    .forEach(stage -> processes.add(
                            new StageProcess(stage, StageProcess.FOREIGN, now, new ProcessPhase.Terminating())));
            List<Stage> startable = plan.stages().stream()
                    .filter(stage -> mayStart(stage, processes))
                    .toList();
            boolean needed = !startable.isEmpty();
            RunClaims claims = new RunClaims(run, cached.claims(), reads);
            Optional<PersistentVolumeClaim> claim = claims.volume(needed);
            Volume volume = needed ? VolumeObserver.observe(run, claim) : new Volume.Usable();
            watches.again().ifPresent(this::lookAgainIn);
            return new Seen(
                    new Observation(processes, volume, claims.blocked(plan, startable), now),
                    RunVolume.of(run, claim),
                    watches.seen(),
                    lookAgain);
        }

        private Optional<StageProcess> process(Job job) {
            List<Pod> pods = seenPods(job);
            if (isUnderWay(job)) {
                JobObserver.newestOf(pods).ifPresent(pod -> watches.look(annotation(job), pod));
            }
            Optional<JobObserver.Silence> silence = JobObserver.silence(job, pods);
            silence.ifPresent(unheard -> lookAgainIn(SILENCE));
            return jobs.observe(
                    job,
                    pods,
                    new Said(silence.map(this::warning).orElse(""), queueWords(job), lingers(job, pods), hasty(pods)));
        }

        /** What a scheduler says at its first tries changes with the next: told, each would cost a write. */
        private boolean hasty(List<Pod> pods) {
            Optional<Instant> told = JobObserver.unschedulableSince(pods).map(since -> since.plus(NO_NODE));
            boolean soon = told.filter(now::isBefore).isPresent();
            if (soon) {
                lookAgainIn(Duration.between(now, told.get()));
            }
            return soon;
        }

        private List<Pod> seenPods(Job job) {
            List<Pod> seen = cached.pods().stream()
                    .filter(pod -> Labels.ownedBy(job, pod))
                    .toList();
            if (!isUnderWay(job) || !JobObserver.endedUnheard(job, seen)) {
                return seen;
            }
            // Asked once: afterwards the stage is done, has failed or is at its next attempt.
            List<Pod> live = pods(job);
            return live.isEmpty() ? cached.departed().apply(job.getMetadata().getUid()) : live;
        }

        /** Whoever ends soon after the stage did, as most do that were put beside it, is let be. */
        private boolean lingers(Job job, List<Pod> pods) {
            Optional<Instant> since = JobObserver.keptSince(job, pods);
            boolean soon = since.filter(end -> now.isBefore(end.plus(LINGER))).isPresent();
            if (soon) {
                lookAgainIn(LINGER);
            }
            return since.isPresent() && !soon;
        }

        private void lookAgainIn(Duration wait) {
            lookAgain = lookAgain.filter(sooner -> sooner.compareTo(wait) <= 0).or(() -> Optional.of(wait));
        }

        /**
         * A queue with room lets a Job go at once: then there is nothing to tell. What it says otherwise changes without a Job
         * or a pod that does, and the longer it held the Job, the less there is to hear.
         */
        private Optional<QueueWords> queueWords(Job job) {
            Optional<Instant> since = new JobFacts(job).heldSince();
            if (since.isEmpty()) {
                return Optional.of(QueueWords.NONE);
            }
            Duration held = Duration.between(since.get(), now);
            if (held.compareTo(LET_GO) < 0 && !wasSeenRunning(job)) {
                lookAgainIn(LET_GO);
                return Optional.empty();
            }
            Duration wait = held.dividedBy(4);
            lookAgainIn(wait.compareTo(SILENCE) < 0 ? SILENCE : wait.compareTo(SELDOM) > 0 ? SELDOM : wait);
            return Optional.of(reads.workload(namespace, job.getMetadata().getUid())
                    .map(QueueWords::of)
                    .orElse(QueueWords.NONE));
        }

        private boolean wasSeenRunning(Job job) {
            return isUnderWay(job)
                    && (state.stage(annotation(job)) instanceof StageState.Queued
                            || (state.stage(annotation(job)) instanceof StageState.Active active
                                    && active.runningSince().isPresent()));
        }

        private String warning(JobObserver.Silence silence) {
            return now.isBefore(silence.since().plus(SILENCE))
                    ? ""
                    : Warnings.newest(reads.warnings(namespace, silence.uid()));
        }

        private boolean isUnderWay(Job job) {
            StageState believed = state.stages().get(annotation(job));
            String attempt = job.getMetadata().getLabels().getOrDefault(Labels.ATTEMPT, "");
            return believed != null
                    && believed.occupiesPlace()
                    && attempt.equals(Integer.toString(believed.attempts().number()));
        }

        /**
         * Stages that a pod of an earlier run of this name still works on: deleting a run takes its Jobs away at once, and
         * their pods only after they have written their last checkpoints, to the folder that this run would use.
         */
        private Set<String> occupied() {
            Set<String> own = cached.jobs().stream()
                    .filter(job -> Labels.ownedBy(run, job))
                    .map(job -> job.getMetadata().getUid())
                    .collect(Collectors.toSet());
            return cached.pods().stream()
                    .filter(pod -> !annotation(pod).isEmpty())
                    .filter(JobObserver::mayStillWrite)
                    .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                            .noneMatch(owner -> own.contains(owner.getUid())))
                    .map(Look::annotation)
                    .collect(Collectors.toSet());
        }

        /**
         * A stage that should have a Job which no cache holds. Only the API server can say that it is gone; and only
         * when no pod of it is left either is the stage's folder free.
         */
        private Optional<StageProcess> unseen(Plan plan, Stage stage, List<StageProcess> processes) {
            StageState believed = state.stage(stage.name());
            int attempt = believed.attempts().number();
            boolean known = processes.stream()
                    .anyMatch(process -> process.stage().equals(stage.name()) && process.attempt() >= attempt);
            if (!believed.occupiesPlace() || known) {
                return Optional.empty();
            }
            Optional<Job> live = reads.job(namespace, Names.job(plan.run(), stage.name(), attempt))
                    .filter(job -> Labels.ownedBy(run, job));
            if (live.isPresent()) {
                return jobs.observe(live.get(), pods(live.get()), Said.NOTHING);
            }
            ProcessPhase phase = reads.pods(namespace, Labels.selector(run, stage, attempt)).stream()
                    .filter(pod -> stage.name().equals(annotation(pod)))
                    .filter(JobObserver::mayStillWrite)
                    .findFirst()
                    .map(JobObserver::leftAlone)
                    .orElseGet(ProcessPhase.Vanished::new);
            return Optional.of(new StageProcess(stage.name(), attempt, now, phase));
        }

        private List<Pod> pods(Job job) {
            return reads.pods(
                    namespace,
                    "batch.kubernetes.io/controller-uid=" + job.getMetadata().getUid());
        }

        private static String annotation(HasMetadata object) {
            return object.getMetadata().getAnnotations() == null
                    ? ""
                    : object.getMetadata().getAnnotations().getOrDefault(Labels.STAGE, "");
        }

        /**
         * Claims matter to a stage that may start in this look, also where its own attempt or what it reads has just ended; in
         * between, nobody asks for them.
         */
        private boolean mayStart(Stage stage, List<StageProcess> processes) {
            StageState believed = state.stage(stage.name());
            boolean free = believed.waits() || (believed.occupiesPlace() && isOver(stage.name(), processes));
            return free
                    && stage.inputNames().stream()
                            .allMatch(
                                    input -> state.stage(input) instanceof StageState.Done || isOver(input, processes));
        }

        private static boolean isOver(String stage, List<StageProcess> processes) {
            return processes.stream()
                    .filter(process -> process.stage().equals(stage))
                    .anyMatch(process -> process.phase() instanceof ProcessPhase.Ended
                            || process.phase() instanceof ProcessPhase.Vanished);
        }
    }
}
