package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.act.KubernetesReads;
import io.mlfd.operator.act.KubernetesWrites;
import io.mlfd.operator.act.StatusPatch;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.build.RunVolume;
import io.mlfd.operator.build.StageJobs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a real API server says: schema, CEL, merge patches, preconditions, and the operator as a whole. */
@QuarkusTest
@QuarkusTestResource(value = ApiServerResource.class, restrictToAnnotatedClass = true)
class ApiServerTest {
    private static final String CRD = "META-INF/fabric8/mlfdruns.mlfd.io-v1.yml";

    @Inject
    KubernetesClient client;

    @Inject
    Operator operator;

    @BeforeAll
    static void say() {
        if (!ApiServerResource.available()) {
            System.err.println("NOT RUN: ApiServerTest (CRD, CEL rules, status patches and the whole operator on a real"
                    + " API server): KUBE_API_TEST_DIR is not set");
        }
    }

    @BeforeEach
    void install() throws Exception {
        Assumptions.assumeTrue(ApiServerResource.available());
        try (InputStream crd = Thread.currentThread().getContextClassLoader().getResourceAsStream(CRD)) {
            client.load(crd).forceConflicts().serverSideApply();
        }
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("mlfdruns.mlfd.io")
                .waitUntilCondition(
                        c -> c.getStatus() != null
                                && c.getStatus().getConditions() != null
                                && c.getStatus().getConditions().stream()
                                        .anyMatch(k -> k.getType().equals("Established")
                                                && k.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(Runs.NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    private MLFDRun create(String name, String more) {
        client.resource(written(name, Runs.SPEC + more)).create();
        return get(name);
    }

    /** As people write it: the types would write empty lists where the file says nothing. */
    private GenericKubernetesResource written(String name, String spec) {
        GenericKubernetesResource run = new GenericKubernetesResource();
        run.setApiVersion(MLFDRun.API_VERSION);
        run.setKind(MLFDRun.KIND);
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(Runs.NAMESPACE)
                .build());
        run.setAdditionalProperty("spec", client.getKubernetesSerialization().unmarshal(spec, Map.class));
        return run;
    }

    private void refused(String spec, String words) {
        assertThatThrownBy(() -> client.resource(written("bad", spec)).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(422))
                .hasMessageContaining(words);
    }

    @Test
    void badSpecsAreRefusedWithTheirField() {
        refused(Runs.SPEC.replace("name: b", "name: a"), "names must differ");
        refused(Runs.SPEC.replace("name: b", "name: \"b\\u0007\""), "spec.datasets[1].name");
        refused(Runs.SPEC.replace("epochs: 1", "epochs: 0"), "spec.training.epochs");
        refused(Runs.SPEC.replace("batchSize: 8", "batchSize: -8"), "spec.training.batchSize");
        refused(Runs.SPEC.replace("size: 32", "size: 0"), "spec.input.size");
        refused(Runs.SPEC.replace("learningRate: 0.001", "learningRate: 0"), "learningRate");
        refused(Runs.SPEC.replace("{mlfd: {}}", "{mlfd: {levels: [first]}}"), "spec.method.mlfd.levels[0]");
        refused(Runs.SPEC.replace("{mlfd: {}}", "{}"), "spec.method");
        refused(Runs.SPEC + "storage: {claimName: a, size: 1Gi}", "exactly one of claimName");
        refused(Runs.SPEC + "timeouts: {stage: soon}", "spec.timeouts.stage");
        refused(Runs.SPEC + "pod: {env: [{name: MLFD_ORDER, value: x}]}", "MLFD_ is reserved");
        refused(
                Runs.SPEC.replace(
                        "source: {generated: {kind: shapes}, trainPerClass: 4, testPerClass: 2}",
                        "source: {imageFolder: {path: ../../etc}}"),
                "below the data root");
    }

    @Test
    void unknownNetworksAndKindsAreRefused() {
        refused(Runs.SPEC.replace("resnet14", "resnet15"), "spec.datasets[1].model.name");
        refused(Runs.SPEC.replace("kind: glyphs", "kind: cats"), "spec.datasets[1].source.generated.kind");
    }

    @Test
    void afterTheStartOnlyWhatDrivesARunMayChange() {
        MLFDRun run = create("fixed", "");
        MLFDRunStatus started = new MLFDRunStatus(
                1L,
                "Running",
                List.of(),
                "2026-01-01T00:00:00Z",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of());
        new KubernetesWrites(client)
                .patchStatus(run, StatusPatch.between(Optional.empty(), started).orElseThrow());
        refusedEdit("fixed", Runs.SPEC.replace("epochs: 1", "epochs: 2"), "spec.training: cannot change");
        refusedEdit("fixed", Runs.SPEC.replace("name: b", "name: c"), "spec.datasets: cannot change");
        refusedEdit("fixed", Runs.SPEC + "storage: {size: 1Gi}", "spec.storage: cannot change");
        refusedEdit("fixed", Runs.SPEC + "seeds: [1]", "spec.seeds: cannot change");
        edit(
                "fixed",
                Runs.SPEC
                        + "suspend: true\nparallelism: 1\nretries: {failures: 1}\ntimeouts: {run: 1h}\n"
                        + "retention: {onDelete: Keep}\n");
    }

    private void refusedEdit(String name, String spec, String words) {
        assertThatThrownBy(() -> edit(name, spec)).hasMessageContaining(words);
    }

    private void edit(String name, String spec) {
        client.resource(written(name, spec)).update();
    }

    private MLFDRun get(String name) {
        return client.resources(MLFDRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .require();
    }

    @Test
    void aStatusPatchReplacesListsRemovesFieldsAndIsLocked() {
        MLFDRun run = create("patched", "");
        KubernetesWrites writes = new KubernetesWrites(client);
        MLFDRunStatus.Condition condition =
                new MLFDRunStatus.Condition("Ready", "False", 1L, "2026-01-01T00:00:00Z", "Why", "");
        MLFDRunStatus.Condition other =
                new MLFDRunStatus.Condition("Failed", "False", 1L, "2026-01-01T00:00:00Z", "Why", "");
        MLFDRunStatus first = new MLFDRunStatus(
                1L,
                "Running",
                List.of(condition, other),
                "2026-01-01T00:00:00Z",
                null,
                "2026-01-01T00:00:00Z",
                0L,
                "0/6",
                "teacher/a",
                "+1.0",
                "v",
                List.of(),
                List.of());
        MLFDRun one = writes.patchStatus(
                run, StatusPatch.between(Optional.empty(), first).orElseThrow());
        assertThat(one.getStatus()).isEqualTo(first);
        MLFDRunStatus second = new MLFDRunStatus(
                1L,
                "Running",
                List.of(condition),
                "2026-01-01T00:00:00Z",
                null,
                null,
                3600L,
                "1/6",
                null,
                null,
                "v",
                List.of(),
                List.of());
        StatusPatch patch = StatusPatch.between(Optional.of(first), second).orElseThrow();
        MLFDRun two = writes.patchStatus(one, patch);
        assertThat(two.getStatus()).isEqualTo(second);
        assertThat(get("patched").getStatus().current()).isNull();
        assertThat(get("patched").getStatus().activeSince()).isNull();
        assertThatThrownBy(() -> writes.patchStatus(one, patch))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(409));
    }

    @Test
    void onlyTheVeryJobIsDeleted() {
        MLFDRun run = create("deleted", "suspend: true");
        KubernetesWrites writes = new KubernetesWrites(client);
        Job job = new StageJobs(Runs.IMAGE)
                .build(run, Runs.plan(run), Runs.plan(run).stages().get(0), 1, RunVolume.of(run, Optional.empty()));
        writes.create(job);
        Job there = new KubernetesReads(client)
                .job(Runs.NAMESPACE, job.getMetadata().getName())
                .orElseThrow();
        Job other = new JobBuilder(there)
                .editMetadata()
                .withUid("another")
                .endMetadata()
                .build();
        assertThatThrownBy(() -> writes.delete(other)).isInstanceOf(KubernetesClientException.class);
        writes.delete(there);
        assertThat(new KubernetesReads(client)
                        .job(Runs.NAMESPACE, job.getMetadata().getName())
                        .orElseThrow()
                        .getMetadata()
                        .getDeletionTimestamp())
                .as("in the foreground: it waits for its pods")
                .isNotNull();
    }

    @Test
    void theWholeOperatorBringsARunToItsEnd() throws Exception {
        operator.start();
        try {
            create("whole", "");
            for (String stage : List.of("teacher/a", "teacher/b", "joint", "distill/a", "distill/b", "report")) {
                complete(stage);
            }
            MLFDRun run = client.resources(MLFDRun.class)
                    .inNamespace(Runs.NAMESPACE)
                    .withName("whole")
                    .waitUntilCondition(
                            r -> r != null
                                    && r.getStatus() != null
                                    && "Complete".equals(r.getStatus().phase()),
                            30,
                            TimeUnit.SECONDS);
            assertThat(run.getStatus().stagesDone()).isEqualTo("6/6");
            assertThat(run.getStatus().observedGeneration()).isEqualTo(1);
            assertThat(client.events().v1().events().inNamespace(Runs.NAMESPACE).list().getItems().stream()
                            .filter(event -> event.getRegarding().getName().equals("whole"))
                            .map(event -> event.getReason()))
                    .contains("RunStarted", "StageStarted", "StageDone", "RunComplete");
        } finally {
            operator.stop();
        }
    }

    private static boolean isOf(String stage, Job job) {
        return stage.equals(job.getMetadata().getAnnotations().get(Labels.STAGE));
    }

    private void complete(String stage) throws Exception {
        Job job = client
                .batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, "whole")
                .informOnCondition(jobs -> jobs.stream().anyMatch(j -> isOf(stage, j)))
                .get(30, TimeUnit.SECONDS)
                .stream()
                .filter(j -> isOf(stage, j))
                .findFirst()
                .orElseThrow();
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        client.resource(job).editStatus(j -> new JobBuilder(j)
                .withNewStatus()
                .withStartTime(now)
                .withCompletionTime(now)
                .withSucceeded(1)
                .withNewUncountedTerminatedPods()
                .endUncountedTerminatedPods()
                .addNewCondition()
                .withType("SuccessCriteriaMet")
                .withStatus("True")
                .withReason("CompletionsReached")
                .withLastTransitionTime(now)
                .endCondition()
                .addNewCondition()
                .withType("Complete")
                .withStatus("True")
                .withReason("CompletionsReached")
                .withLastTransitionTime(now)
                .endCondition()
                .endStatus()
                .build());
    }
}
