package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.build.RunVolume;
import io.mlfd.operator.build.StageJobs;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What kept Jobs cost an operator that starts: they and their pods repeat orders of 100 KB each. */
@QuarkusTest
@WithTestResource(ApiServerResource.class)
class ColdStartTest {
    private static final int JOBS = 300;
    private static final int ORDER_BYTES = 100_000;
    /** Of 134, which the manifests give the operator. */
    private static final int MOST_MEGABYTES = 16;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Inject
    KubernetesClient client;

    @Inject
    Operator operator;

    @BeforeEach
    void install() throws Exception {
        Assumptions.assumeTrue(ApiServerResource.available(), "NOT RUN: ColdStartTest: KUBE_API_TEST_DIR is not set");
        new ApiServerCluster(client).install();
    }

    @Test
    void keptJobsCostNextToNothing() throws Exception {
        keep();
        double whole = wholeMegabytes();
        double before = usedMegabytes();
        Instant began = Instant.now();
        operator.start();
        try {
            // The run is looked at only once all caches are filled.
            client.resource(new ApiServerCluster(client).written("after", Runs.SPEC))
                    .create();
            client.resources(MLFDRun.class)
                    .inNamespace(Runs.NAMESPACE)
                    .withName("after")
                    .waitUntilCondition(
                            run -> run != null
                                    && run.getStatus() != null
                                    && run.getStatus().wasStarted(),
                            LIMIT.toSeconds(),
                            TimeUnit.SECONDS);
            Duration ready = Duration.between(began, Instant.now());
            double kept = usedMegabytes() - before;
            System.out.printf(
                    "cold start with %d Jobs and pods of %d bytes: %d ms, %.1f MB are kept, whole objects take %.1f MB%n",
                    JOBS, ORDER_BYTES, ready.toMillis(), kept, whole);
            assertThat(whole).as("what is not kept").isGreaterThan(2.0 * JOBS * ORDER_BYTES / 1e6);
            assertThat(kept).isLessThan(MOST_MEGABYTES);
        } finally {
            operator.stop();
        }
    }

    private double wholeMegabytes() throws InterruptedException {
        double before = usedMegabytes();
        List<Job> jobs =
                client.batch().v1().jobs().inNamespace(Runs.NAMESPACE).list().getItems();
        List<Pod> pods = client.pods().inNamespace(Runs.NAMESPACE).list().getItems();
        double taken = usedMegabytes() - before;
        assertThat(jobs).hasSizeGreaterThanOrEqualTo(JOBS);
        assertThat(pods).hasSizeGreaterThanOrEqualTo(JOBS);
        return taken;
    }

    private static double usedMegabytes() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    private void keep() {
        MLFDRun run = Runs.run("kept");
        Job made = new StageJobs(Runs.DEFAULTS)
                .build(run, Runs.plan(run), Runs.plan(run).stages().get(0), 1, RunVolume.of(run, Optional.empty()));
        Job fat = new JobBuilder(made)
                .editSpec()
                .withSuspend(true)
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .addNewEnv()
                .withName("ORDER")
                .withValue("x".repeat(ORDER_BYTES))
                .endEnv()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        for (int i = 0; i < JOBS; i++) {
            client.resource(new JobBuilder(fat)
                            .editMetadata()
                            .withName("kept-" + i)
                            .endMetadata()
                            .build())
                    .create();
            client.resource(pod(fat, "kept-" + i)).create();
        }
    }

    private static Pod pod(Job job, String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(Runs.NAMESPACE)
                .withLabels(job.getMetadata().getLabels())
                .withAnnotations(job.getMetadata().getAnnotations())
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .build();
    }
}
