package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.mlfd.api.MLFDRunStatus;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run of {@code manifests/gitops/repository}, whose record is deleted and comes back as a GitOps tool brings it back. */
@PartOfTheCluster
class GitOpsIT {
    private static final String RUN = "quickstart";
    private static final Path FILE = RunStateFile.GITOPS.resolve("repository/runs/quickstart/run.yaml");
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @Test
    void aRecordThatCameBackTrainsNothing() throws Exception {
        Scenario.play(scenario -> {
            ClusterRun run = scenario.apply(FILE, RUN);
            run.await("Running", LIMIT, s -> "Running".equals(s.phase()));
            assertThat(new HealthScript().of(object(scenario)).status()).isEqualTo("Progressing");
            assertThat(FluxHealthCheck.of("accepted.yaml").of(object(scenario))).isEqualTo(KubernetesStatus.CURRENT);

            MLFDRunStatus first = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
            complete(object(scenario));
            String uid = run.get().getMetadata().getUid();

            scenario.kubectl().run("delete", "mlfdrun", RUN);
            scenario.apply(FILE, RUN);
            MLFDRunStatus again = run.await("Complete again", LIMIT, s -> ClusterRun.is(s, "Complete"));

            assertThat(run.get().getMetadata().getUid()).as("another record").isNotEqualTo(uid);
            assertThat(again.stages())
                    .filteredOn(stage -> !stage.kind().equals("report"))
                    .hasSizeGreaterThan(3)
                    .allMatch(stage -> Boolean.TRUE.equals(stage.reused()));
            assertThat(ClusterRun.digests(again))
                    .isEqualTo(ClusterRun.digests(first))
                    .isNotEmpty();
            assertThat(again.results()).isEqualTo(first.results());
            complete(object(scenario));
        });
    }

    private static void complete(JsonNode object) throws Exception {
        assertThat(new HealthScript().of(object).status()).isEqualTo("Healthy");
        assertThat(KubernetesStatus.of(object)).isEqualTo(KubernetesStatus.CURRENT);
        assertThat(FluxHealthCheck.of("complete.yaml").of(object)).isEqualTo(KubernetesStatus.CURRENT);
    }

    private static JsonNode object(Scenario scenario) {
        GenericKubernetesResource run = scenario.client()
                .genericKubernetesResources("mlfd.io/v1alpha1", "MLFDRun")
                .inNamespace(scenario.namespace())
                .withName(RUN)
                .require();
        return scenario.client().getKubernetesSerialization().convertValue(run, JsonNode.class);
    }
}
