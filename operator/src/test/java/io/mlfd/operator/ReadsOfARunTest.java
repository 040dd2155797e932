package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mlfd.operator.metrics.ApiCalls;
import io.mlfd.operator.metrics.CountedReads;
import io.mlfd.operator.metrics.OperatorMetric;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the API server is asked for a run, besides what its watches show. */
@EnableKubernetesMockClient(crud = true)
class ReadsOfARunTest {
    private static final String GIVEN_CLAIMS = Runs.SPEC.replaceAll(
                    "\\{generated: \\{kind: [a-z]+}, trainPerClass: 4, testPerClass: 2}",
                    "{imageFolder: {path: p}, claimName: data}")
            + "storage: {claimName: mine}";

    KubernetesClient client;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void claimsAreAskedForWhereAStageMayStart() {
        claim("mine");
        claim("data");
        Simulation run = new Simulation(client, Runs.run("r", GIVEN_CLAIMS));
        looks(run, 1);
        assertThat(claimsAskedFor()).as("both, for two teachers").isEqualTo(2);
        looks(run, 1);
        run.cluster.run(run.job("teacher/a"));
        run.cluster.run(run.job("teacher/b"));
        looks(run, 10);
        run.clock.pass(Duration.ofHours(1));
        looks(run, 10);
        assertThat(claimsAskedFor()).as("nothing may start").isEqualTo(2);

        run.cluster.succeed(run.job("teacher/a"));
        looks(run, 3);
        run.cluster.succeed(run.job("teacher/b"));
        looks(run, 1);
        assertThat(run.jobNames()).contains("r-joint-1");
        assertThat(claimsAskedFor()).as("both at each stage's end").isEqualTo(6);
    }

    /** Whoever starts at once again is not started without its data. */
    @Test
    void aStageThatWasTakenAwayAsksAnew() {
        claim("mine");
        claim("data");
        Simulation run = new Simulation(client, Runs.run("r", GIVEN_CLAIMS + "\nparallelism: 1"));
        run.settle();
        run.cluster.run(run.job("teacher/a"));
        run.settle();
        client.persistentVolumeClaims()
                .inNamespace(Runs.NAMESPACE)
                .withName("data")
                .delete();
        run.cluster.evict(run.job("teacher/a"));
        run.settle();
        assertThat(run.jobNames()).containsExactly("r-teacher-a-1");
        assertThat(run.condition("Progressing").message()).contains("claim \"data\" does not exist");

        claim("data");
        run.complete();
        assertThat(run.status().phase()).isEqualTo("Complete");
        assertThat(run.jobNames()).contains("r-teacher-a-2");
    }

    private void looks(Simulation run, int count) {
        RunDriver driver = new RunDriver(
                run.writes,
                new CountedReads(new MockServerReads(client), new ApiCalls(registry)),
                Runs.DEFAULTS,
                "operator-0",
                SilentListener.INSTANCE);
        for (int i = 0; i < count; i++) {
            driver.drive(run.read(), run.caches(), run.clock.instant());
        }
    }

    private double claimsAskedFor() {
        return OperatorMetric.API_CALLS
                .counter(registry, "get", "persistentvolumeclaims", "ok")
                .count();
    }

    private void claim(String name) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(Runs.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes(List.of("ReadWriteMany"))
                        .endSpec()
                        .build())
                .create();
    }
}
