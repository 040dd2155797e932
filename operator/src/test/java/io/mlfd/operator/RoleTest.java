package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.StageStatus;
import io.mlfd.operator.build.Labels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator asks of an API server, by the server's own record, is what its role lets it ask, and no less. */
@QuarkusTest
@WithTestResource(ApiServerResource.class)
class RoleTest {
    private static final Path ROLE = Path.of("../manifests/rbac/operator.yaml");
    private static final String SOMEBODY_ELSE = "not-the-operator";
    private static final int SECONDS = 60;

    @Inject
    KubernetesClient operators;

    @Inject
    Operator operator;

    @ConfigProperty(name = ApiServerResource.AUDIT, defaultValue = "none")
    String audit;

    private KubernetesClient client;
    /** Of the record, which other tests began. */
    private long before;

    @BeforeAll
    static void say() {
        if (!ApiServerResource.available()) {
            System.err.println("NOT RUN: RoleTest (verbs on a real API server): KUBE_API_TEST_DIR is not set");
        }
    }

    @BeforeEach
    void install() throws Exception {
        Assumptions.assumeTrue(ApiServerResource.available());
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(operators.getConfiguration())
                        .withUserAgent(SOMEBODY_ELSE)
                        .build())
                .build();
        new ApiServerCluster(client).install();
        before = record().count();
        operator.start();
    }

    @AfterEach
    void stop() {
        if (ApiServerResource.available()) {
            operator.stop();
            client.close();
        }
    }

    @Test
    void theRoleIsWhatIsUsed() throws Exception {
        aRunThatWaits();
        aRunWhoseJobIsTakenAway();
        assertThat(used()).isEqualTo(granted());
    }

    /** Asks what a stage says, why a Job has no pod, and what a queue makes of one; moves the owner of a claim. */
    private void aRunThatWaits() throws Exception {
        create("asked");
        Job runs = job("asked", "teacher/a");
        running(client.resource(new PodBuilder(podOf(runs))
                        .editMetadata()
                        .addNewOwnerReference()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withName(runs.getMetadata().getName())
                        .withUid(runs.getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create());
        awaitStage("asked", "teacher/a", stage -> stage.state().equals("Running"));
        Job silent = job("asked", "teacher/b");
        warn(silent);
        awaitStage(
                "asked",
                "teacher/b",
                stage -> stage.message() != null && stage.message().contains("no room"));
        client.resource(silent).edit(now -> {
            now.getSpec().setSuspend(true);
            return now;
        });
        awaitStage("asked", "teacher/b", stage -> stage.state().equals("Queued"));
        int owners = claim("asked").getMetadata().getOwnerReferences().size();
        change("asked", "retention: {onDelete: " + (owners == 0 ? "Delete" : "Keep") + "}");
        client.persistentVolumeClaims()
                .inNamespace(Runs.NAMESPACE)
                .withName("asked-volume")
                .waitUntilCondition(
                        claim -> claim.getMetadata().getOwnerReferences().size() != owners, SECONDS, TimeUnit.SECONDS);
    }

    /** Stops one stage by its Job, and one by the pod that is left of it. */
    private void aRunWhoseJobIsTakenAway() throws Exception {
        create("taken-away");
        Job gone = job("taken-away", "teacher/a");
        Job there = job("taken-away", "teacher/b");
        Pod pod = client.resource(podOf(gone)).create();
        running(pod);
        client.resource(gone)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
        change("taken-away", "suspend: true");
        awaitDeletion(pod);
        awaitDeletion(there);
    }

    /** Without a garbage collector what is deleted in the foreground stays, marked. */
    private <T extends HasMetadata> void awaitDeletion(T object) {
        client.resource(object)
                .waitUntilCondition(
                        now -> now == null || now.getMetadata().getDeletionTimestamp() != null,
                        SECONDS,
                        TimeUnit.SECONDS);
    }

    private void create(String name) {
        client.resource(new ApiServerCluster(client).written(name, Runs.SPEC)).create();
    }

    private void change(String name, String more) {
        client.resource(new ApiServerCluster(client).written(name, Runs.SPEC + more))
                .update();
    }

    private PersistentVolumeClaim claim(String run) {
        return client.persistentVolumeClaims()
                .inNamespace(Runs.NAMESPACE)
                .withName(run + "-volume")
                .require();
    }

    private Job job(String run, String stage) throws Exception {
        Predicate<Job> which =
                job -> stage.equals(job.getMetadata().getAnnotations().get(Labels.STAGE));
        return client
                .batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, run)
                .informOnCondition(jobs -> jobs.stream().anyMatch(which))
                .get(SECONDS, TimeUnit.SECONDS)
                .stream()
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    private void awaitStage(String run, String name, Predicate<StageStatus> condition) {
        client.resources(MLFDRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(run)
                .waitUntilCondition(
                        now -> now.getStatus() != null
                                && now.getStatus().stages().stream()
                                        .filter(stage -> stage.name().equals(name))
                                        .anyMatch(condition),
                        SECONDS,
                        TimeUnit.SECONDS);
    }

    /** As the Job controller makes it, but for the owner. */
    private static Pod podOf(Job job) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(job.getMetadata().getName() + "-pod")
                .withNamespace(Runs.NAMESPACE)
                .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels(
                        "batch.kubernetes.io/controller-uid", job.getMetadata().getUid())
                .withAnnotations(job.getSpec().getTemplate().getMetadata().getAnnotations())
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .build();
    }

    /** For a minute by now. */
    private void running(Pod pod) {
        client.resource(pod).editStatus(old -> new PodBuilder(old)
                .withNewStatus()
                .withPhase("Running")
                .addNewContainerStatus()
                .withName("stage")
                .withImage(Runs.IMAGE)
                .withImageID("")
                .withReady(true)
                .withRestartCount(0)
                .withNewState()
                .withNewRunning()
                .withStartedAt(Instant.now()
                        .minusSeconds(SECONDS)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString())
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build());
    }

    private void warn(HasMetadata object) {
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withGenerateName("warning-")
                        .withNamespace(Runs.NAMESPACE)
                        .endMetadata()
                        .withType("Warning")
                        .withReason("FailedCreate")
                        .withMessage("there is no room")
                        .withLastTimestamp(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .withNewInvolvedObject()
                        .withApiVersion(object.getApiVersion())
                        .withKind(object.getKind())
                        .withName(object.getMetadata().getName())
                        .withNamespace(Runs.NAMESPACE)
                        .withUid(object.getMetadata().getUid())
                        .endInvolvedObject()
                        .build())
                .create();
    }

    private Stream<String> record() throws IOException {
        return Files.readAllLines(Path.of(audit)).stream();
    }

    /** Each as {@code group/resource verb}. */
    private Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : record().skip(before).toList()) {
            JsonNode call = json.readTree(line);
            JsonNode object = call.path("objectRef");
            if (object.has("resource")
                    && call.path("user").path("groups").toString().contains("system:masters")
                    && call.path("userAgent").asText().startsWith("fabric8")) {
                String part = object.has("subresource")
                        ? "/" + object.get("subresource").asText()
                        : "";
                used.add(verb(
                        object.path("apiGroup").asText(), object.get("resource").asText() + part, call.get("verb")));
            }
        }
        return used;
    }

    private static Set<String> granted() throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(ROLE.toFile())
                .forEachRemaining(documents::add);
        JsonNode role = documents.stream()
                .filter(document -> document.get("kind").asText().equals("ClusterRole"))
                .findFirst()
                .orElseThrow();
        Set<String> granted = new TreeSet<>();
        for (JsonNode rule : role.get("rules")) {
            for (JsonNode group : rule.get("apiGroups")) {
                for (JsonNode resource : rule.get("resources")) {
                    rule.get("verbs").forEach(verb -> granted.add(verb(group.asText(), resource.asText(), verb)));
                }
            }
        }
        return granted;
    }

    private static String verb(String group, String resource, JsonNode verb) {
        return group + "/" + resource + " " + verb.asText();
    }
}
