package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.mlfd.api.MLFDRunStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart in a namespace of its own, for the runs of one other namespace. */
@WholeCluster
class ChartIT {
    private static final String RELEASE = "mlfd";
    private static final Path FILE = Path.of("src/test/resources/disturbed.yaml");
    private static final String NAME = "disturbed";
    private static final List<String> FOLDERS = List.of("cifar100-20", "cifar10", "sign-digits");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int CONSOLE = 8081;
    private static final int READY_SECONDS = 120;
    private static final int UNREADY_SECONDS = 15;
    private static final String OPERATOR_PODS = OperatorAside.PODS;

    @TempDir
    private Path folder;

    @Test
    void aReleaseForOneNamespaceCarriesARunThroughAnUpgradeAndBackAndLeavesItBehind() throws Exception {
        Optional<Path> data = Settings.data();
        assumeThat(data).as("-Dmlfd.e2e.data names no folder of data sets").isPresent();
        LocalRun local = LocalRun.of(NAME);
        Scenario.play(watched -> Scenario.play(own -> {
            KubernetesClient client = own.client();
            OperatorAside.during(client, () -> {
                new DataClaim(client, watched.namespace()).fill(data.get(), FOLDERS);
                OwnedDefinition.during(client, RELEASE, own.namespace(), () -> play(watched, own, local));
            });
        }));
    }

    private void play(Scenario watched, Scenario own, LocalRun local) throws IOException {
        KubernetesClient client = own.client();
        Path kubeconfig = client.getConfiguration().getFile().toPath();
        Path first = values("first", watched, "");
        Path annotated = values("annotated", watched, ", podAnnotations: {note: later}");

        Release installed = Chart.helm()
                .install()
                .withName(RELEASE)
                .withNamespace(own.namespace())
                .withKubeConfig(kubeconfig)
                .withValuesFile(first)
                .waitReady()
                .withTimeout(READY_SECONDS)
                .call();
        assertThat(installed.getStatus()).isEqualTo("deployed");
        assertThat(deployment(own).getStatus().getReadyReplicas()).isEqualTo(2);
        assertThat(OwnedDefinition.of(client).require().getMetadata().getAnnotations())
                .containsEntry(OwnedDefinition.KEEP, "keep");

        own.apply(FILE, NAME);
        ClusterRun run = watched.apply(FILE, NAME);
        run.await("the joint stage runs", LIMIT, s -> "Running"
                .equals(ClusterRun.stage(s, "joint").state()));
        theConsoleShows(watched, own);
        assertThat(upgraded(own, kubeconfig, annotated).getAnnotations()).containsEntry("note", "later");
        run.await("a student is trained", LIMIT, s -> s.stages().stream()
                .anyMatch(stage -> stage.name().startsWith("distill/") && "Running".equals(stage.state())));
        rolledBack(own, kubeconfig, values("without-image", watched, ", image: {repository: localhost/no-such-image}"));
        assertThat(deployment(own).getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("note", "later");
        MLFDRunStatus complete = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));

        assertThat(complete.results()).isNotEmpty();
        assertThat(ClusterRun.digests(complete))
                .as("weights of the run and of the local one")
                .isEqualTo(ClusterRun.digests(local.status()))
                .isNotEmpty();
        assertThat(run.jobs())
                .as("no stage was begun anew for the upgrade")
                .hasSameSizeAs(complete.stages())
                .allSatisfy(job -> assertThat(job.getMetadata().getLabels()).containsEntry(ClusterRun.ATTEMPT, "1"));
        assertThat(own.run(NAME).get().getStatus())
                .as("of a namespace that is not watched")
                .isNull();
        assertThat(own.kubectl().run("logs", "--selector", OPERATOR_PODS, "--tail", "-1"))
                .doesNotContain("forbidden", own.namespace() + "/" + NAME);

        own.kubectl().run("delete", "mlfdrun", NAME);
        uninstall(watched, own, kubeconfig);
        assertThat(run.status().results()).isEqualTo(complete.results());
        assertThat(client.persistentVolumeClaims()
                        .inNamespace(watched.namespace())
                        .withName(complete.volume())
                        .get())
                .as("the run's volume")
                .isNotNull();
    }

    /** As the page on the console says: through a forwarded port, with the token of who may read runs there. */
    private static void theConsoleShows(Scenario watched, Scenario own) throws IOException {
        watched.kubectl().run("create", "serviceaccount", "viewer");
        watched.kubectl()
                .run(
                        "create",
                        "rolebinding",
                        "viewer",
                        "--clusterrole=mlfd-view",
                        "--serviceaccount=" + watched.namespace() + ":viewer");
        String token = watched.kubectl().run("create", "token", "viewer").strip();
        String pod = own.kubectl()
                .run("get", "pods", "--selector", OPERATOR_PODS, "--output", "jsonpath={.items[0].metadata.name}");
        try (LocalPortForward port =
                own.client().pods().inNamespace(own.namespace()).withName(pod).portForward(CONSOLE)) {
            String runs = "/namespaces/" + watched.namespace();
            HttpResponse<String> run = page(port, runs + "/runs/" + NAME, token);
            assertThat(run.statusCode()).as(run.body()).isEqualTo(200);
            assertThat(run.body()).contains("joint", "Running").doesNotContain(token);
            assertThat(page(port, runs, token).body()).contains(NAME);
            assertThat(page(port, "/namespaces/" + own.namespace(), token).statusCode())
                    .as("of a namespace whose runs the token's owner may not read")
                    .isEqualTo(403);
            assertThat(page(port, runs, "nobody").statusCode()).isEqualTo(401);
        }
    }

    private static HttpResponse<String> page(LocalPortForward port, String path, String token) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getLocalPort() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Path values(String name, Scenario watched, String more) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                "{watchNamespaces: [%s], userRoles: {create: false}, console: {create: true}%s}"
                        .formatted(watched.namespace(), more));
    }

    /** The pods of the operator after an upgrade. */
    private static ObjectMeta upgraded(Scenario own, Path kubeconfig, Path values) {
        Release upgraded = Chart.helm()
                .upgrade()
                .withName(RELEASE)
                .withNamespace(own.namespace())
                .withKubeConfig(kubeconfig)
                .withValuesFile(values)
                .waitReady()
                .withTimeout(READY_SECONDS)
                .call();
        assertThat(upgraded.getStatus()).isEqualTo("deployed");
        return deployment(own).getSpec().getTemplate().getMetadata();
    }

    /** An upgrade that fails, which Helm takes back: {@code helm rollback} to the revision before it. */
    private static void rolledBack(Scenario own, Path kubeconfig, Path values) {
        assertThatThrownBy(() -> Chart.helm()
                        .upgrade()
                        .withName(RELEASE)
                        .withNamespace(own.namespace())
                        .withKubeConfig(kubeconfig)
                        .withValuesFile(values)
                        .atomic()
                        .withTimeout(UNREADY_SECONDS)
                        .call())
                .hasMessageContaining("has been rolled back");
        assertThat(Helm.history(RELEASE)
                        .withNamespace(own.namespace())
                        .withKubeConfig(kubeconfig)
                        .call())
                .last()
                .satisfies(revision -> {
                    assertThat(revision.getStatus()).isEqualTo("deployed");
                    assertThat(revision.getDescription()).isEqualTo("Rollback to 2");
                });
    }

    @Test
    void whoAdministersTwoNamespacesInstallsWithoutRightsToTheCluster() throws Exception {
        Scenario.play(watched -> Scenario.play(own -> {
            String user = "ann-of-" + own.namespace();
            HasMetadata role = installer(own.client(), user);
            try {
                own.client().resource(role).create();
                for (Scenario scenario : List.of(watched, own)) {
                    scenario.kubectl().run("create", "rolebinding", "ann", "--clusterrole=admin", "--user=" + user);
                }
                watched.kubectl().run("create", "rolebinding", "installer", "--clusterrole=" + user, "--user=" + user);
                Path values = Files.writeString(folder.resolve("values.yaml"), """
                                {watchNamespaces: [%s], crds: {install: false}, userRoles: {create: false},
                                resourceQuota: {create: false}, networkPolicy: {create: true}}
                                """.formatted(watched.namespace()));

                Release installed = Chart.helm()
                        .install()
                        .withName(RELEASE)
                        .withNamespace(own.namespace())
                        .withKubeConfigContents(as(user, own.client()))
                        .withValuesFile(values)
                        .waitReady()
                        .withTimeout(READY_SECONDS)
                        .call();

                assertThat(installed.getStatus()).isEqualTo("deployed");
                assertThat(deployment(own).getStatus().getReadyReplicas()).isEqualTo(2);
            } finally {
                own.client().resource(role).delete();
            }
        }));
    }

    private static HasMetadata installer(KubernetesClient client, String name) throws IOException {
        HasMetadata role = client.getKubernetesSerialization()
                .unmarshal(Files.readString(Kustomize.MANIFESTS.resolve("cluster/installer.yaml")), ClusterRole.class);
        role.getMetadata().setName(name);
        return role;
    }

    private static String as(String user, KubernetesClient client) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        JsonNode config = yaml.readTree(client.getConfiguration().getFile());
        config.get("users").forEach(entry -> ((ObjectNode) entry.get("user")).put("as", user));
        return yaml.writeValueAsString(config);
    }

    private static void uninstall(Scenario watched, Scenario own, Path kubeconfig) {
        Helm.uninstall(RELEASE)
                .withNamespace(own.namespace())
                .withKubeConfig(kubeconfig)
                .call();

        KubernetesClient client = own.client();
        assertThat(client.apps()
                        .deployments()
                        .inNamespace(own.namespace())
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(client.rbac().roles().inNamespace(watched.namespace()).list().getItems())
                .isEmpty();
        assertThat(OwnedDefinition.of(client).require().getMetadata().getDeletionTimestamp())
                .isNull();
    }

    private static Deployment deployment(Scenario own) {
        return own.client()
                .apps()
                .deployments()
                .inNamespace(own.namespace())
                .withName(Settings.OPERATOR)
                .require();
    }
}
