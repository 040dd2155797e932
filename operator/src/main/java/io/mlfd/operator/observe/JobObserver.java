package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.ReportReader;
import io.mlfd.contract.ReportReader.Heard;
import io.mlfd.contract.StageReport;
import io.mlfd.operator.build.Labels;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What a Job and its pods say about an attempt at a stage. */
public final class JobObserver {
    private final ReportReader reports = new ReportReader();

    /**
     * @param pods of this Job
     * @param said what was said elsewhere
     * @return empty for a Job that does not say which attempt it is
     */
    public Optional<StageProcess> observe(Job job, List<Pod> pods, Said said) {
        Optional<String> stage = new JobFacts(job).stage();
        OptionalInt attempt = new JobFacts(job).attempt();
        Optional<Instant> created = Times.parse(job.getMetadata().getCreationTimestamp());
        if (stage.isEmpty() || attempt.isEmpty() || created.isEmpty()) {
            return Optional.empty();
        }
        Attempt which = new Attempt(stage.get(), attempt.getAsInt());
        ProcessPhase phase = phase(job, newest(pods), said, which, created.get());
        String queue = job.getMetadata().getAnnotations().getOrDefault(Labels.QUEUE, "");
        Optional<String> made =
                Optional.ofNullable(job.getMetadata().getAnnotations().get(Labels.POD));
        return Optional.of(
                new StageProcess(which.stage(), which.number(), created.get(), phase, Optional.of(queue), made));
    }

    /**
     * What was said about a Job elsewhere.
     *
     * @param warning in events about its {@link #silence}, empty when nothing was
     * @param queue by who holds it; empty when that was not asked for, so that it counts as on its way
     * @param lingers whether its stage has ended, and it itself does not
     * @param hasty whether the scheduler has only just found no node for its pod, as it often does and then finds one
     */
    public record Said(String warning, Optional<QueueWords> queue, boolean lingers, boolean hasty) {
        /** Nothing, and everybody was asked. */
        public static final Said NOTHING = new Said("", Optional.of(QueueWords.NONE), false, false);
    }

    /** Since when the scheduler finds no node for the newest pod; empty where there is none that it looked for in vain. */
    public static Optional<Instant> unschedulableSince(List<Pod> pods) {
        return newest(pods).flatMap(PodFacts::unschedulableSince);
    }

    /** When the stage's container ended beside another one that keeps its pod from ending; empty where there is no such pod. */
    public static Optional<Instant> keptSince(Job job, List<Pod> pods) {
        return newest(pods)
                .filter(pod -> job.getMetadata().getDeletionTimestamp() == null && !pod.beingDeleted())
                .filter(PodFacts::hasCompany)
                .flatMap(PodFacts::terminated)
                .flatMap(end -> Times.parse(end.getFinishedAt()));
    }

    /** A pod that may still write, and whose Job is gone. */
    public static ProcessPhase leftAlone(Pod pod) {
        PodFacts facts = new PodFacts(pod);
        return facts.beingDeleted()
                ? new ProcessPhase.Terminating(
                        "Deleted: its Job was deleted", Optional.empty(), facts.due(), facts.remedy())
                : new ProcessPhase.Orphaned("its Job was deleted and its pod left behind, which is taken down");
    }

    /** Whether a Job has ended and none of {@code pods} says how: caches do not keep step with each other. */
    public static boolean endedUnheard(Job job, List<Pod> pods) {
        boolean ended = new JobFacts(job).condition("Complete").isPresent()
                || new JobFacts(job).condition("Failed").isPresent();
        return ended && newest(pods).flatMap(PodFacts::terminated).isEmpty();
    }

    /**
     * An object that waits and does not say why: what is known about it stands in events.
     *
     * @param since when it began to wait
     */
    public record Silence(String uid, Instant since) {}

    /** A Job that should have a pod and has none, or a pod on a node whose container is not made; empty otherwise. */
    public static Optional<Silence> silence(Job job, List<Pod> pods) {
        // A condition that is not, or no longer, so says nothing: whoever was suspended and goes on keeps
        // Suspended=False.
        boolean over = job.getMetadata().getDeletionTimestamp() != null
                || new JobFacts(job).suspensionAsked()
                || new JobFacts(job).isAnything();
        if (over) {
            return Optional.empty();
        }
        Optional<PodFacts> pod = newest(pods);
        return pod.isPresent()
                ? pod.flatMap(facts -> facts.silentSince().map(since -> new Silence(facts.uid(), since)))
                : new JobFacts(job)
                        .releasedAt()
                        .or(() -> Times.parse(job.getMetadata().getCreationTimestamp()))
                        .map(since -> new Silence(job.getMetadata().getUid(), since));
    }

    /** Whether a pod of a Job that is gone may still write to the stage's folder. */
    public static boolean mayStillWrite(Pod pod) {
        return new PodFacts(pod).alive();
    }

    private record Attempt(String stage, int number) {}

    private static Optional<PodFacts> newest(List<Pod> pods) {
        return newestOf(pods).map(PodFacts::new);
    }

    /** The pod that was made last. */
    public static Optional<Pod> newestOf(List<Pod> pods) {
        return pods.stream()
                .max(Comparator.comparing(pod ->
                        Times.parse(pod.getMetadata().getCreationTimestamp()).orElse(Instant.MIN)));
    }

    /** Since when a pod's stage runs; {@code otherwise} where it does not say, empty where it does not run. */
    public static Optional<Instant> runningSince(Pod pod, Instant otherwise) {
        return new PodFacts(pod).running().map(running -> Times.parse(running.getStartedAt())
                .orElse(otherwise));
    }

    private ProcessPhase phase(Job job, Optional<PodFacts> pod, Said said, Attempt which, Instant created) {
        Optional<JobCondition> complete = new JobFacts(job).condition("Complete");
        if (complete.isPresent()) {
            return new ProcessPhase.Ended(at(complete.get(), created), complete(pod, which));
        }
        Optional<JobCondition> failed = new JobFacts(job).condition("Failed");
        if (failed.isPresent()) {
            return new ProcessPhase.Ended(
                    at(failed.get(), created),
                    failed(pod, OneLine.of(failed.get().getReason()), which));
        }
        if (job.getMetadata().getDeletionTimestamp() != null
                || pod.filter(PodFacts::beingDeleted).isPresent()) {
            return terminating(job, pod, said, which);
        }
        Optional<ContainerStateTerminated> over =
                pod.filter(facts -> said.lingers()).flatMap(PodFacts::terminated);
        if (over.isPresent()) {
            boolean done = exit(over.get()) == ExitCode.DONE.status();
            Ending ending = done ? complete(pod, which) : failed(pod, "", which);
            return new ProcessPhase.Ended(
                    Times.parse(over.get().getFinishedAt()).orElse(created), ending, true);
        }
        Optional<Instant> running = pod.flatMap(facts -> runningSince(facts, created));
        if (running.isPresent()) {
            return new ProcessPhase.Running(running.get());
        }
        if (new JobFacts(job).suspended() && said.queue().isPresent()) {
            return held(said);
        }
        Optional<String> gate = pod.flatMap(PodFacts::gate);
        if (gate.isPresent()) {
            return new ProcessPhase.Queued("SchedulingGated: its pod is held by \"" + gate.get() + "\"", false);
        }
        String why = said.hasty()
                ? ""
                : pod.map(PodFacts::waitsFor).filter(text -> !text.isEmpty()).orElse(said.warning());
        return new ProcessPhase.Pending(why, pod.flatMap(PodFacts::placedAt), new JobFacts(job).releasedAt());
    }

    private ProcessPhase terminating(Job job, Optional<PodFacts> pod, Said said, Attempt which) {
        String why = new JobFacts(job).suspensionAsked()
                ? held(said).message()
                : pod.flatMap(PodFacts::disruption).orElse("");
        Optional<StageReport> report = pod.flatMap(PodFacts::terminated)
                .flatMap(end -> heard(end, which, exit(end)).report());
        return new ProcessPhase.Terminating(
                why,
                report.flatMap(StageReport::checkpoint),
                pod.flatMap(PodFacts::due),
                pod.map(PodFacts::remedy).orElse("delete its pod by force"));
    }

    private static int exit(ContainerStateTerminated end) {
        return end.getExitCode() == null ? -1 : end.getExitCode();
    }

    private static ProcessPhase.Queued held(Said said) {
        QueueWords words = said.queue().orElse(QueueWords.NONE);
        return new ProcessPhase.Queued(
                words.text().isEmpty() ? "JobSuspended: its Job is suspended" : words.text(), words.hopeless());
    }

    /** A container that has ended counts as running until its Job has counted it. */
    private static Optional<Instant> runningSince(PodFacts pod, Instant created) {
        return pod.running()
                .map(running -> running.getStartedAt())
                .or(() -> pod.terminated().map(terminated -> terminated.getStartedAt()))
                .map(text -> Times.parse(text).orElse(created));
    }

    private Ending complete(Optional<PodFacts> pod, Attempt which) {
        int exit = ExitCode.DONE.status();
        Optional<Heard> heard = pod.flatMap(PodFacts::terminated).map(end -> heard(end, which, exit));
        if (heard.filter(Heard.NOTHING::equals).isPresent()) {
            return new Ending(
                    OptionalInt.of(exit),
                    EndCause.NO_REPORT,
                    "ended with exit code 0 and left no report, so nothing says that it is done;"
                            + " is spec.pod.image a trainer's?",
                    Optional.empty());
        }
        return new Ending(
                OptionalInt.of(exit),
                EndCause.ITSELF,
                OneLine.of(heard.map(Heard::notice).orElse("")),
                heard.flatMap(Heard::report));
    }

    private Ending failed(Optional<PodFacts> pod, String reason, Attempt which) {
        Optional<ContainerStateTerminated> end = pod.flatMap(PodFacts::terminated);
        Optional<String> over = pod.flatMap(PodFacts::overItsLimit);
        if (over.isPresent()) {
            return new Ending(OptionalInt.empty(), EndCause.OVER_LIMIT, over.get(), Optional.empty());
        }
        if (end.isEmpty()) {
            String message =
                    pod.flatMap(PodFacts::disruption).orElse("its pod is gone and left no exit code (" + reason + ")");
            return new Ending(OptionalInt.empty(), EndCause.DISRUPTION, message, Optional.empty());
        }
        int exit = exit(end.get());
        Heard heard = heard(end.get(), which, exit);
        EndCause cause = cause(pod.get(), end.get(), exit);
        String message =
                cause == EndCause.DISRUPTION ? pod.get().disruption().orElse("") : words(end.get(), exit, heard);
        return new Ending(exit < 0 ? OptionalInt.empty() : OptionalInt.of(exit), cause, message, heard.report());
    }

    private Heard heard(ContainerStateTerminated end, Attempt which, int exit) {
        return reports.read(Objects.requireNonNullElse(end.getMessage(), ""), which.stage(), which.number(), exit);
    }

    private static String words(ContainerStateTerminated end, int exit, Heard heard) {
        Optional<String> said = heard.report().map(StageReport::message).filter(text -> !text.isBlank());
        if (said.isPresent()) {
            return OneLine.said(heard.after(said.get()));
        }
        // A report that nobody here can read says no more than that.
        return heard.notice().isEmpty() ? describe(end, exit) : OneLine.of(heard.after("exit code " + exit));
    }

    private static EndCause cause(PodFacts pod, ContainerStateTerminated end, int exit) {
        if ("OOMKilled".equals(end.getReason()) || exit == ExitCode.OUT_OF_MEMORY.status()) {
            return EndCause.OUT_OF_MEMORY;
        }
        return pod.disruption().isPresent() ? EndCause.DISRUPTION : EndCause.ITSELF;
    }

    private static String describe(ContainerStateTerminated end, int exit) {
        if ("OOMKilled".equals(end.getReason())) {
            return "OOMKilled: needed more memory than its limit; raise spec.pod.resources.limits.memory";
        }
        String reason = end.getReason() == null || end.getReason().equals("Error") ? "" : " (" + end.getReason() + ")";
        String words = end.getMessage() == null || end.getMessage().isBlank() ? "" : ": " + end.getMessage();
        return OneLine.of("exit code " + exit + reason + words);
    }

    private static Instant at(JobCondition condition, Instant otherwise) {
        return Times.parse(condition.getLastTransitionTime()).orElse(otherwise);
    }
}
