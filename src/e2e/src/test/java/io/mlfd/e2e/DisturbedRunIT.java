package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Everything that goes wrong, in one run: a teacher's pod is deleted while it trains, the operator is killed while the
 * joint stage starts, and the run is suspended during distillation. The weights are those of the undisturbed local run.
 */
@WholeCluster
class DisturbedRunIT {
    private static final String NAME = "disturbed";
    private static final Path FILE = Path.of("src/test/resources/disturbed.yaml");
    private static final List<String> FOLDERS = List.of("cifar100-20", "cifar10", "sign-digits");
    private static final String TEACHER = "teacher/cifar100";
    private static final Duration LIMIT = Duration.ofMinutes(6);

    @Test
    void disturbancesChangeNothingButTheTimeItTakes() throws Exception {
        Optional<Path> data = Settings.data();
        assumeThat(data).as("-Dmlfd.e2e.data names no folder of data sets").isPresent();
        LocalRun local = LocalRun.of(NAME);
        Scenario.play(scenario -> {
            new DataClaim(scenario.client(), scenario.namespace()).fill(data.get(), FOLDERS);
            try (Recorder recorder = new Recorder(scenario.client(), scenario.namespace(), Clock.systemUTC())) {
                play(scenario, recorder, local);
            }
        });
    }

    private static void play(Scenario scenario, Recorder recorder, LocalRun local) throws Exception {
        KubernetesClient client = scenario.client();
        OperatorPods operator = new OperatorPods(client);
        StageLog logs = new StageLog(client, scenario.namespace());
        CompletableFuture<Job> joint = recorder.job(job -> "joint".equals(ClusterRun.stageOf(job)));
        ClusterRun run = scenario.apply(FILE, NAME);

        Pod teacher = logs.await(run, pod -> TEACHER.equals(ClusterRun.stageOf(pod)), StageLog.EPOCH, LIMIT);
        client.resource(teacher).delete();
        run.await(
                TEACHER + " is on its second attempt",
                LIMIT,
                s -> ClusterRun.stage(s, TEACHER).disruptions() == 1);

        joint.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        Set<String> killed = operator.kill();

        logs.await(run, DisturbedRunIT::distills, StageLog.EPOCH, LIMIT);
        scenario.kubectl().run("patch", "mlfdrun", NAME, "--type", "merge", "--patch", "{\"spec\":{\"suspend\":true}}");
        MLFDRunStatus suspended =
                run.await("Suspended", LIMIT, s -> ClusterRun.is(s, "Suspended") && "Suspended".equals(s.phase()));
        run.pods()
                .informOnCondition(pods -> pods.stream().allMatch(DisturbedRunIT::ended))
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        Map<String, String> finished = jobs(run.jobs());
        assertThat(suspended.completionTime()).isNull();
        assertThat(finished)
                .as("what was finished stays; what was suspended has no Job")
                .containsOnlyKeys(done(suspended));
        assertThat(done(suspended)).contains(TEACHER, "joint").hasSizeLessThan(7);
        scenario.kubectl()
                .run("patch", "mlfdrun", NAME, "--type", "merge", "--patch", "{\"spec\":{\"suspend\":false}}");

        MLFDRunStatus status = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
        assertThat(ClusterRun.digests(status))
                .as("weights of the disturbed run and of the undisturbed local one")
                .isEqualTo(ClusterRun.digests(local.status()))
                .hasSizeGreaterThanOrEqualTo(7);
        assertThat(jobs(run.jobs())).as("finished stages keep their Jobs").containsAllEntriesOf(finished);
        nothingTrainedTwice(recorder, status);
        attemptsAreCounted(status, done(suspended));
        assertThat(operator.uids()).isNotEmpty().doesNotContainAnyElementsOf(killed);

        Pod again = recorder.everyPod().stream()
                .filter(pod -> TEACHER.equals(ClusterRun.stageOf(pod)))
                .filter(pod -> "2".equals(pod.getMetadata().getLabels().get(ClusterRun.ATTEMPT)))
                .findFirst()
                .orElseThrow();
        MatchResult resumed = logs.find(again, StageLog.RESUMED);
        assertThat(Integer.parseInt(resumed.group(1))).isPositive();
        figures(status, local, resumed);
    }

    private static boolean distills(Pod pod) {
        return "distill".equals(pod.getMetadata().getLabels().get(ClusterRun.STAGE_KIND));
    }

    private static boolean ended(Pod pod) {
        return "Succeeded".equals(pod.getStatus().getPhase())
                || "Failed".equals(pod.getStatus().getPhase());
    }

    /** Uid of the Job that finished each stage. */
    private static Map<String, String> jobs(List<Job> jobs) {
        return jobs.stream()
                .filter(Recorder::complete)
                .collect(Collectors.toMap(
                        ClusterRun::stageOf, job -> job.getMetadata().getUid()));
    }

    private static Set<String> done(MLFDRunStatus status) {
        return status.stages().stream()
                .filter(stage -> stage.state().equals("Done"))
                .map(StageStatus::name)
                .collect(Collectors.toSet());
    }

    private static void nothingTrainedTwice(Recorder recorder, MLFDRunStatus status) {
        Map<String, Integer> jobs = new HashMap<>();
        recorder.everyJob().forEach(job -> jobs.merge(ClusterRun.stageOf(job), 1, Integer::sum));
        Map<String, Integer> finished = new HashMap<>();
        recorder.everyPod().stream()
                .filter(pod -> pod.getMetadata().getLabels().containsKey(ClusterRun.LABEL))
                .filter(pod -> Recorder.exitCode(pod).filter(code -> code == 0).isPresent())
                .forEach(pod -> finished.merge(ClusterRun.stageOf(pod), 1, Integer::sum));
        assertThat(status.stages()).allSatisfy(stage -> {
            assertThat(jobs.get(stage.name())).as("Jobs of " + stage.name()).isEqualTo(stage.attempt());
            assertThat(finished.get(stage.name()))
                    .as("pods that finished " + stage.name())
                    .isEqualTo(1);
        });
    }

    private static void attemptsAreCounted(MLFDRunStatus status, Set<String> doneBefore) {
        assertThat(status.stages()).allSatisfy(stage -> {
            boolean deleted = stage.name().equals(TEACHER);
            assertThat(stage.failures()).as(stage.name()).isZero();
            assertThat(stage.disruptions()).as(stage.name()).isEqualTo(deleted ? 1 : 0);
            if (doneBefore.contains(stage.name())) {
                assertThat(stage.attempt()).as(stage.name()).isEqualTo(deleted ? 2 : 1);
            }
        });
        assertThat(status.stages())
                .as("stages that the suspension stopped")
                .filteredOn(stage -> stage.kind().equals("distill") && stage.attempt() == 2)
                .isNotEmpty();
    }

    private static void figures(MLFDRunStatus status, LocalRun local, MatchResult resumed) throws Exception {
        Figures figures = new Figures();
        figures.add("wall time on the cluster, disturbed", Figures.text(LocalRun.wallTime(status)));
        figures.add("wall time of the local run, undisturbed", Figures.text(local.wallTime()));
        figures.add("deleted teacher went on from step", resumed.group(1) + " of " + resumed.group(2));
        figures.write("run-" + NAME);
    }
}
