package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator in one namespace, put there with kustomize by whoever administers no more than that. */
@WholeCluster
class KustomizeIT {
    private static final String SAMPLE = "quickstart";
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final String CLUSTER = Kustomize.MANIFESTS.resolve("cluster").toString();

    @TempDir
    private Path folder;

    @Test
    void aRunGoesThroughAnUpgradeAndAWayBackAndOutlivesTheOperator() throws Exception {
        Scenario.play(own -> {
            own.kubectl().run("apply", "--server-side", "--force-conflicts", "--kustomize", CLUSTER);
            try {
                OperatorAside.during(own.client(), () -> play(own, "ann-of-" + own.namespace()));
            } finally {
                own.kubectl().run("delete", "clusterrole", "mlfd-installer", "--ignore-not-found");
            }
        });
    }

    private void play(Scenario own, String user) throws IOException {
        own.kubectl().run("create", "rolebinding", "admin", "--clusterrole=admin", "--user=" + user);
        own.kubectl().run("create", "rolebinding", "installer", "--clusterrole=mlfd-installer", "--user=" + user);
        Files.createSymbolicLink(
                folder.resolve("mlfd"), Kustomize.MANIFESTS.resolve("..").toRealPath());

        install(own, user, "first");
        ClusterRun run = own.apply(Settings.sample(SAMPLE), SAMPLE);
        run.await("joint", LIMIT, s -> s.stages().stream()
                .anyMatch(stage -> stage.name().equals("joint") && stage.state().equals("Running")));
        install(own, user, "second");
        install(own, user, "first");
        MLFDRunStatus complete = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));

        assertThat(complete.results()).isNotEmpty();
        assertThat(run.jobs())
                .as("no stage was begun anew for it")
                .hasSameSizeAs(complete.stages())
                .allSatisfy(job -> assertThat(job.getMetadata().getLabels()).containsEntry(ClusterRun.ATTEMPT, "1"));
        assertThat(own.kubectl().run("logs", "--selector", OperatorAside.PODS, "--tail", "-1"))
                .doesNotContain("forbidden");

        own.kubectl().run(as(user, "delete", "--kustomize", folder.toString()));
        assertThat(own.client()
                        .apps()
                        .deployments()
                        .inNamespace(own.namespace())
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(run.status().results()).isEqualTo(complete.results());
        assertThat(own.client()
                        .persistentVolumeClaims()
                        .inNamespace(own.namespace())
                        .withName(complete.volume())
                        .get())
                .isNotNull();
    }

    /** @param release what the pods are annotated with, by which two are told apart */
    private void install(Scenario own, String user, String release) throws IOException {
        Files.writeString(folder.resolve("kustomization.yaml"), """
                namespace: %s
                resources: [mlfd/manifests/namespaced, mlfd/manifests/stage-network]
                components: [mlfd/manifests/components/network-policy]
                patches:
                  - target: {kind: Deployment, name: mlfd-operator}
                    patch: |
                      - {op: add, path: /spec/template/metadata/annotations/release, value: %s}
                """.formatted(own.namespace(), release));
        own.kubectl().run(as(user, "apply", "--server-side", "--kustomize", folder.toString()));
        own.kubectl().run("rollout", "status", "deployment/" + Settings.OPERATOR, "--timeout=120s");
    }

    private static String[] as(String user, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--as", user));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
