package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.api.StageStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A sample as it is, on a claim with real images: the same file as locally, and the same weights. */
@WholeCluster
class WholeRunIT {
    private static final List<String> FOLDERS = List.of("cifar100-20", "cifar10", "sign-digits");
    /** Two a stage (it starts, it is done) are told; a pod that waits is worth two more; and the run's own few. */
    private static final int STATUS_WRITES_PER_STAGE = 6;

    @Test
    void theSmallSampleEndsAsTheLocalRunDid() throws Exception {
        wholeRun("tiny-real", Duration.ofMinutes(10));
    }

    @Test
    void theWholeSampleEndsAsTheLocalRunDid() throws Exception {
        assumeThat(Settings.full()).as("takes an hour: src/e2e/run --full").isTrue();
        wholeRun("three-sets", Duration.ofMinutes(90));
    }

    private static void wholeRun(String sample, Duration limit) throws Exception {
        Optional<Path> data = Settings.data();
        assumeThat(data).as("-Dmlfd.e2e.data names no folder of data sets").isPresent();
        LocalRun local = LocalRun.of(sample);
        Scenario.play(scenario -> {
            new DataClaim(scenario.client(), scenario.namespace()).fill(data.get(), FOLDERS);
            try (Recorder recorder = new Recorder(scenario.client(), scenario.namespace(), Clock.systemUTC())) {
                OptionalLong writesBefore = Figures.statusWrites(scenario.client());
                ClusterRun run = scenario.apply(Settings.sample(sample), sample);
                MLFDRunStatus status = run.await("Complete", limit, s -> ClusterRun.is(s, "Complete"));
                OptionalLong writesAfter = Figures.statusWrites(scenario.client());

                everyStageRanOnce(run, recorder, status);
                podsAreSafe(recorder.everyPod());
                conditionsSayComplete(run.get());
                eventsTellTheStory(run, status);
                peopleSeeTheResult(scenario.kubectl(), status);
                assertThat(ClusterRun.digests(status))
                        .as("weights on the cluster and of the local run, at the same thread count")
                        .isEqualTo(ClusterRun.digests(local.status()))
                        .hasSizeGreaterThanOrEqualTo(7);
                assertThat(recorder.runWrites())
                        .as("status is written when something happens and not otherwise")
                        .isLessThan(STATUS_WRITES_PER_STAGE * status.stages().size());

                Figures figures = new Figures();
                figures.add("wall time on the cluster", Figures.text(LocalRun.wallTime(status)));
                figures.add("wall time of the local run", Figures.text(local.wallTime()));
                figures.add("pod created -> first training step", firstSteps(recorder));
                figures.add("stage done -> next Job", recorder.completionToNextJob());
                writes(figures, run, recorder, writesBefore, writesAfter);
                figures.write("run-" + sample);
            }
        });
    }

    private static void everyStageRanOnce(ClusterRun run, Recorder recorder, MLFDRunStatus status) {
        List<String> stages = status.stages().stream().map(StageStatus::name).toList();
        assertThat(recorder.everyJob())
                .extracting(ClusterRun::stageOf)
                .as("one Job for each stage")
                .containsExactlyInAnyOrderElementsOf(stages);
        assertThat(stagePods(recorder))
                .extracting(ClusterRun::stageOf)
                .as("one pod for each stage")
                .containsExactlyInAnyOrderElementsOf(stages);
        assertThat(status.stages()).allSatisfy(stage -> {
            assertThat(stage.state()).isEqualTo("Done");
            assertThat(stage.attempt()).isEqualTo(1);
            assertThat(stage.failures()).isZero();
            assertThat(stage.disruptions()).isZero();
            assertThat(stage.reused()).isFalse();
            assertThat(stage.contentKey()).isNotBlank();
            assertThat(Instant.parse(stage.completionTime())).isAfterOrEqualTo(Instant.parse(stage.startTime()));
        });
        assertThat(run.jobs()).as("Jobs stay as the record of what ran").hasSameSizeAs(stages);
    }

    private static List<Pod> stagePods(Recorder recorder) {
        return recorder.everyPod().stream()
                .filter(pod -> pod.getMetadata().getLabels().containsKey(ClusterRun.LABEL))
                .toList();
    }

    /** The namespace admits nothing but restricted pods; that they have no credentials is beyond that standard. */
    private static void podsAreSafe(List<Pod> pods) {
        assertThat(pods).allSatisfy(pod -> {
            PodSpec spec = pod.getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getVolumes()).noneMatch(volume -> volume.getProjected() != null);
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getContainers())
                    .allMatch(container -> container.getSecurityContext().getReadOnlyRootFilesystem());
        });
    }

    private static void conditionsSayComplete(MLFDRun run) {
        Map<String, String> expected = Map.of(
                "Accepted", "True",
                "Progressing", "False",
                "Suspended", "False",
                "Complete", "True",
                "Failed", "False",
                "Finished", "True",
                "Ready", "True",
                "Reconciling", "False",
                "Stalled", "False");
        List<Condition> conditions = run.getStatus().conditions();
        assertThat(conditions.stream().collect(Collectors.toMap(Condition::type, Condition::status)))
                .isEqualTo(expected);
        assertThat(conditions)
                .extracting(Condition::observedGeneration)
                .containsOnly(run.getMetadata().getGeneration());
        assertThat(run.getStatus().observedGeneration())
                .isEqualTo(run.getMetadata().getGeneration());
    }

    private static void eventsTellTheStory(ClusterRun run, MLFDRunStatus status) {
        Map<String, String> notes = run.events().stream()
                .collect(Collectors.groupingBy(
                        Event::getReason, Collectors.mapping(Event::getNote, Collectors.joining(" "))));
        assertThat(notes).containsOnlyKeys("RunStarted", "StageDone", "RunComplete");
        assertThat(status.stages()).allSatisfy(stage -> {
            assertThat(notes.get("StageDone").split("[ ,;]+")).contains(stage.name());
            assertThat(notes.get("RunStarted") + notes.get("StageDone"))
                    .containsPattern("started: [^;]*" + stage.name());
        });
    }

    private static void peopleSeeTheResult(Kubectl kubectl, MLFDRunStatus status) {
        List<String> lines = kubectl.run("get", "mlfdruns").lines().toList();
        assertThat(lines.get(0).split("\\s+"))
                .containsExactly("NAME", "PHASE", "REASON", "DONE", "CURRENT", "RETRIES", "DURATION", "GAIN", "AGE");
        int stages = status.stages().size();
        assertThat(lines.get(1))
                .contains("Complete", stages + "/" + stages, status.summary().duration(), status.meanGain());
        assertThat(kubectl.run("get", "mlfdruns", "--output", "wide")
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .contains("RUNNING", "QUEUED", "PENDING", "STARTED", "QUEUE", "MESSAGE");
        assertThat(status.stages())
                .allSatisfy(stage ->
                        assertThat(stage.imageDigest()).as(stage.name()).contains("sha256:"));
        assertThat(status.results()).hasSize(3).allSatisfy(row -> {
            assertThat(row.values())
                    .extracting(MLFDRunStatus.ResultValue::role)
                    .contains("teacher", "joint-teacher", "student");
            assertThat(row.values())
                    .extracting(MLFDRunStatus.ResultValue::value)
                    .noneMatch(String::isBlank);
            assertThat(row.gain()).isNotBlank();
        });
    }

    private static List<Duration> firstSteps(Recorder recorder) {
        return stagePods(recorder).stream()
                .map(Figures::creationToFirstStep)
                .flatMap(Optional::stream)
                .toList();
    }

    private static void writes(
            Figures figures, ClusterRun run, Recorder recorder, OptionalLong before, OptionalLong after) {
        int status = recorder.runWrites();
        int jobs = recorder.everyJob().stream()
                .collect(Collectors.toMap(job -> job.getMetadata().getUid(), Function.identity(), (a, b) -> a))
                .size();
        int events = run.events().size();
        figures.add(
                "API writes of the run",
                (status + jobs + events + 1) + ": " + status + " status patches, " + jobs + " Jobs, " + events
                        + " events, 1 claim");
        if (before.isPresent() && after.isPresent()) {
            figures.add(
                    "status patches by the API server's count", Long.toString(after.getAsLong() - before.getAsLong()));
        }
        assertThat(recorder.everyJob()).allMatch(WholeRunIT::untouched);
    }

    /** Only its creator and the Job controller ever wrote to it. */
    private static boolean untouched(Job job) {
        return job.getMetadata().getGeneration() == 1L;
    }
}
