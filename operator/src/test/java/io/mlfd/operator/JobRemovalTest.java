package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.plan.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs that have ended go: after their time, beyond a number, and where a quota leaves no room for the next one. */
@EnableKubernetesMockClient(crud = true)
class JobRemovalTest {
    KubernetesClient client;

    private Simulation simulate(String more) {
        return new Simulation(client, Runs.run("r", Runs.SPEC + more));
    }

    @Test
    void aFinishedRunsJobsGoAfterTheirTime() {
        Simulation run = simulate("retention: {jobs: {after: 2h}}");
        run.complete();
        assertThat(run.jobNames()).hasSize(6);
        RunDriver.Outcome outcome = run.step();
        assertThat(outcome.again().orElseThrow())
                .isLessThan(Duration.ofHours(2))
                .isPositive();
        int patches = (int) run.writes.count("patch status");

        run.clock.pass(outcome.again().orElseThrow());
        run.step();
        assertThat(run.jobNames()).as("the first to end").hasSizeBetween(3, 5);
        run.clock.pass(Duration.ofHours(2));
        assertThat(run.step().again()).as("nothing is left to wait for").isEmpty();
        assertThat(run.jobNames()).isEmpty();
        assertThat(run.writes.count("patch status")).as("nobody is told").isEqualTo(patches);
        assertThat(run.status().phase()).isEqualTo("Complete");
    }

    @Test
    void withoutAWordTheyStayForADay() {
        Simulation run = simulate("");
        run.complete();
        run.clock.pass(Duration.ofHours(23));
        run.step();
        assertThat(run.jobNames()).hasSize(6);
        run.clock.pass(Duration.ofHours(1));
        run.step();
        assertThat(run.jobNames()).isEmpty();
    }

    @Test
    void noMoreThanSoManyAreKeptWhileTheRunGoesOn() {
        Simulation run = simulate("parallelism: 1\nretention: {jobs: {most: 1}}");
        run.complete();
        run.step();
        assertThat(run.jobNames()).containsExactly("r-report-1");
        assertThat(run.status().stagesDone()).isEqualTo("6/6");
        assertThat(run.writes.count("create job")).as("nothing trains twice").isEqualTo(6);
        assertThat(run.writes.count("delete job")).isEqualTo(5);
    }

    @Test
    void whatALaterReleaseSaysOfThemKeepsThem() {
        Simulation run = simulate("");
        run.complete();
        run.clock.pass(Duration.ofDays(2));
        Problem later = new Problem("spec.retention.jobs.failed", "this operator does not know it");
        run.driver(run.writes)
                .drive(new ReadRun(run.run(), List.of(later), List.of()), run.caches(), run.clock.instant());
        assertThat(run.jobNames()).hasSize(6);
        run.step();
        assertThat(run.jobNames()).isEmpty();
    }

    /** Whose end the status does not tell of yet is the only one who knows of it. */
    @Test
    void aJobWhoseEndIsNotWrittenDownIsKept() {
        Simulation run = simulate("parallelism: 1\nretention: {jobs: {most: 0, after: 1s}}");
        run.settle();
        run.cluster.fail(run.job("teacher/a"), 1, "Error");
        run.clock.pass(Duration.ofMinutes(1));
        run.step();
        assertThat(run.jobNames()).as("the status was written in this look").contains("r-teacher-a-1");
        run.step();
        assertThat(run.jobNames()).doesNotContain("r-teacher-a-1");
        assertThat(run.stage("teacher/a").failures()).isEqualTo(1);
        run.clock.pass(Duration.ofMinutes(1));
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
    }

    @Test
    void thoseOfOthersAreLetBe() {
        Simulation earlier = new Simulation(client, Runs.run("other"));
        earlier.complete();
        Simulation run = simulate("retention: {jobs: {most: 0}}");
        run.complete();
        run.step();
        assertThat(run.jobNames()).hasSize(6).allMatch(name -> name.startsWith("other-"));
    }

    @Test
    void underAQuotaTheOldestMakeRoomForTheNext() {
        Simulation run = simulate("parallelism: 2");
        Quota quota = new Quota(run, 3);
        for (int i = 0; i < 60 && !"Complete".equals(phase(run)); i++) {
            run.driver(quota).drive(run.read(), run.caches(), run.clock.instant());
            run.cluster.unfinished().forEach(run.cluster::succeed);
            run.clock.pass(Duration.ofSeconds(15));
        }
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.writes.log())
                .anyMatch(line -> line.contains("exceeded quota: q")
                        && line.contains("; Job \"r-teacher-a-1\", which has ended, is removed to make room"));
        assertThat(run.status().stages()).allMatch(stage -> stage.attempt() == 1);
    }

    @Test
    void whereNoneIsLeftTheRunSaysWhatHelps() {
        Simulation run = simulate("");
        run.driver(new Quota(run, 0)).drive(run.read(), run.caches(), run.clock.instant());
        assertThat(run.condition("Progressing").reason()).isEqualTo("Refused");
        assertThat(run.condition("Progressing").message())
                .contains("no Job of this run that has ended is left to make room: raise the quota");
    }

    private static String phase(Simulation run) {
        return run.status() == null ? "" : run.status().phase();
    }

    /** So many Jobs fit into the namespace, as an admission plugin counts them. */
    private static final class Quota extends ForwardingWrites {
        private final Simulation run;
        private final int most;

        Quota(Simulation run, int most) {
            super(run.writes);
            this.run = run;
            this.most = most;
        }

        @Override
        public void create(Job job) {
            List<String> there = run.jobNames();
            if (there.size() >= most) {
                throw new KubernetesClientException(new StatusBuilder()
                        .withCode(403)
                        .withMessage("jobs.batch \"" + job.getMetadata().getName()
                                + "\" is forbidden: exceeded quota: q, requested: count/jobs.batch=1, used: count/jobs.batch="
                                + there.size() + ", limited: count/jobs.batch=" + most)
                        .build());
            }
            super.create(job);
        }
    }
}
