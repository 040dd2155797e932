package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.act.Actor;
import io.mlfd.operator.act.KubernetesReads;
import io.mlfd.operator.act.KubernetesWrites;
import io.mlfd.operator.act.StatusPatch;
import io.mlfd.operator.build.RunVolume;
import io.mlfd.operator.build.StageJobs;
import io.mlfd.operator.metrics.OperatorMetric;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.Tell;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a real API server says: schema, CEL, merge patches, preconditions, and the operator as a whole. */
@QuarkusTest
@WithTestResource(ApiServerResource.class)
class ApiServerTest {
    @Inject
    KubernetesClient client;

    @Inject
    Operator operator;

    @Inject
    MeterRegistry registry;

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
        cluster().install();
    }

    private ApiServerCluster cluster() {
        return new ApiServerCluster(client);
    }

    private MLFDRun create(String name, String more) {
        client.resource(cluster().written(name, Runs.SPEC + more)).create();
        return get(name);
    }

    private void refused(String spec, String words) {
        assertThatThrownBy(() -> client.resource(cluster().written("bad", spec)).create())
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
                List.of(),
                null,
                null);
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
        client.resource(cluster().written(name, spec)).update();
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
                List.of(),
                null,
                null);
        MLFDRun one = ReadRun.of(writes.patchStatus(
                        run, StatusPatch.between(Optional.empty(), first).orElseThrow()))
                .run();
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
                List.of(),
                null,
                null);
        StatusPatch patch = StatusPatch.between(Optional.of(first), second).orElseThrow();
        MLFDRun two = ReadRun.of(writes.patchStatus(one, patch)).run();
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
        Job job = new StageJobs(Runs.DEFAULTS)
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

    /** Every setting at once, in a namespace that enforces Pod Security restricted. */
    @Test
    void everyPodSettingMakesAJobThatIsTaken() {
        MLFDRun run = create("settings", """
                suspend: true
                pod:
                  labels: {team: vision}
                  annotations: {note: hello}
                  imagePullPolicy: Always
                  serviceAccountName: default
                  serviceAccountToken: true
                  runtimeClassName: gvisor
                  schedulerName: volcano
                  nodeAffinity:
                    required: [{key: zone, operator: NotIn, values: [a]}, {key: gpu, operator: Exists}]
                    preferred: [{weight: 5, rule: {key: fast, operator: Gt, values: ["3"]}}]
                  topologySpread: [{topologyKey: topology.kubernetes.io/zone, maxSkew: 2, whenUnsatisfiable: DoNotSchedule}]
                  volumes:
                    - {mountPath: /mnt/more, claimName: more}
                    - {mountPath: /mnt/config, configMapName: config}
                    - {mountPath: /mnt/key, secretName: key}
                  runAs: {user: 7, group: 8, fsGroup: 9}
                """);
        Job job = new StageJobs(Runs.DEFAULTS)
                .build(run, Runs.plan(run), Runs.plan(run).stages().get(0), 1, RunVolume.of(run, Optional.empty()));
        Job taken = client.resource(job).create();
        assertThat(taken.getSpec().getTemplate().getSpec().getVolumes()).hasSize(5);
        assertThat(taken.getSpec().getTemplate().getSpec().getSchedulerName()).isEqualTo("volcano");
    }

    /** It counts bytes where its message says characters. */
    @Test
    void anEventOfAnyLanguageIsTaken() {
        MLFDRun run = create("told", "suspend: true");
        Actor actor = new Actor(
                new KubernetesWrites(client), new KubernetesReads(client), new StageJobs(Runs.DEFAULTS), "operator-0");
        String message = "data set 漢字: " + "字".repeat(900);
        actor.tell(run, new Tell(Importance.WARNING, "StageFailed", message), Instant.now());
        assertThat(client.events()
                        .v1()
                        .events()
                        .inNamespace(Runs.NAMESPACE)
                        .list()
                        .getItems())
                .filteredOn(event -> event.getRegarding().getName().equals("told"))
                .singleElement()
                .satisfies(event -> assertThat(event.getNote()).startsWith("data set 漢字: 字字"));
    }

    /** Whoever decides on a run that is older than what he wrote himself is refused and waits for a second. */
    @Test
    void nothingIsDecidedOnARunThatIsOlderThanWhatWasWritten() throws Exception {
        double before = refusedPatches();
        operator.start();
        try {
            for (int i = 0; i < 5; i++) {
                create("own" + i, "");
            }
            for (int i = 0; i < 5; i++) {
                cluster().complete("own" + i);
                complete("own" + i);
            }
            assertThat(refusedPatches() - before).isZero();
        } finally {
            operator.stop();
        }
    }

    private double refusedPatches() {
        return OperatorMetric.API_CALLS
                .counter(registry, "patch", "mlfdruns/status", "conflict")
                .count();
    }

    private MLFDRun complete(String name) {
        return client.resources(MLFDRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .waitUntilCondition(
                        r -> r != null
                                && r.getStatus() != null
                                && "Complete".equals(r.getStatus().phase()),
                        30,
                        TimeUnit.SECONDS);
    }

    @Test
    void theWholeOperatorBringsARunToItsEnd() throws Exception {
        operator.start();
        try {
            create("whole", "");
            cluster().complete("whole");
            MLFDRun run = complete("whole");
            assertThat(run.getStatus().stagesDone()).isEqualTo("6/6");
            assertThat(run.getStatus().observedGeneration()).isEqualTo(1);
            assertThat(client.events().v1().events().inNamespace(Runs.NAMESPACE).list().getItems().stream()
                            .filter(event -> event.getRegarding().getName().equals("whole"))
                            .map(event -> event.getReason()))
                    .containsOnly("RunStarted", "StageDone", "RunComplete");
        } finally {
            operator.stop();
        }
    }
}
