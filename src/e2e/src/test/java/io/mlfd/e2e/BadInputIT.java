package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people get wrong on a cluster: each is said where they look, naming the field or the folder. */
@PartOfTheCluster
class BadInputIT {
    private static final String NAME = "wrong";
    /** Epochs that nobody waits for. */
    private static final int LONG = 100_000;

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String GENERATED =
            "source: {generated: {kind: shapes}, trainPerClass: 4, testPerClass: 2}, model: {name: resnet8, width: 4}";
    private static final String FOLDER =
            "source: {imageFolder: {path: no-such-folder}}, model: {name: resnet8, width: 4}";

    private static final String NOTHING = "/no-such-folder-of-any-node";

    @TempDir
    Path folder;

    @Test
    void aClaimThatDoesNotExistIsNamedWithItsField() throws Exception {
        Scenario.play(scenario -> {
            ClusterRun run = scenario.apply(file(FOLDER, FOLDER, "data: {claimName: nowhere}"), NAME);

            MLFDRunStatus waiting = run.await("waits for the claim", LIMIT, s -> progressing(s, "VolumeNotReady"));
            String missing = "spec.data.claimName: claim \"nowhere\" does not exist";
            assertThat(ClusterRun.condition(waiting, "Progressing").message()).contains(missing);

            MLFDRunStatus failed = run.await("Failed", LIMIT, s -> ClusterRun.is(s, "Failed"));
            assertThat(ClusterRun.condition(failed, "Failed").message()).contains(missing, "spec.timeouts.pending");
            assertThat(run.jobs()).isEmpty();
        });
    }

    @Test
    void anImageThatCannotBePulledIsNamedWhileItIsWaitedForAndInTheEnd() throws Exception {
        Scenario.play(scenario -> {
            Path file = file(GENERATED, GENERATED, "pod: {image: 'localhost/no-such-image:1'}");
            Files.writeString(file, Files.readString(file).replace("epochs: 1,", "epochs: " + LONG + ","));
            ClusterRun run = scenario.apply(file, NAME);

            MLFDRunStatus waiting = run.await(
                    "cannot pull",
                    LIMIT,
                    s -> progressing(s, "StagesPending")
                            && s.stages().stream().anyMatch(stage -> says(stage, "localhost/no-such-image:1")));
            assertThat(ClusterRun.condition(waiting, "Progressing").message())
                    .contains("ImagePullBackOff", "localhost/no-such-image:1", "spec.pod.image");
            Kubectl.Output edited = patch(scenario, "{\"spec\":{\"training\":{\"epochs\":9}}}");
            assertThat(edited.exit()).isNotZero();
            assertThat(edited.text()).contains("spec.training: cannot change after the run has started");
            assertThat(run.get().getSpec().training().epochs()).isEqualTo(LONG);

            MLFDRunStatus failed = run.await("Failed", LIMIT, s -> ClusterRun.is(s, "Failed"));
            assertThat(ClusterRun.condition(failed, "Failed").message())
                    .contains("did not start within spec.timeouts.pending", "localhost/no-such-image:1");
            assertThat(run.jobs()).as("a Job that never started is taken down").isEmpty();
            assertThat(patch(scenario, "{\"spec\":{\"retries\":{\"failures\":9}}}")
                            .text())
                    .contains("spec.retries: has no effect, the run has ended");
            assertThat(patch(scenario, "{\"spec\":{\"rerun\":{\"token\":\"1\"},\"pod\":null}}")
                            .exit())
                    .isZero();
            run.goesOn("1", LIMIT);
            MLFDRunStatus going = run.await("goes on, and says how far it is", LIMIT, s -> s.stages().stream()
                    .anyMatch(stage -> stage.progress() != null));
            assertThat(going.stages())
                    .filteredOn(stage -> stage.progress() != null)
                    .allSatisfy(BadInputIT::goesOn);
            assertThat(patch(scenario, "{\"spec\":{\"pod\":{\"image\":\"other\"}}}")
                            .text())
                    .contains("spec.pod: a stage that it concerns is running");
        });
    }

    private static void goesOn(StageStatus stage) {
        assertThat(stage.state()).isEqualTo("Running");
        assertThat(stage.attempt()).isEqualTo(2);
        assertThat(stage.failures()).isZero();
        assertThat(stage.imageDigest()).contains("sha256:");
        assertThat(stage.progress().activity()).isEqualTo("training");
        assertThat(stage.progress().epochs()).isEqualTo(LONG);
        assertThat(stage.progress().step()).isPositive();
        assertThat(stage.progress().loss()).isNotNull();
        assertThat(stage.progress().remainingSeconds()).isNotNull();
    }

    private static Kubectl.Output patch(Scenario scenario, String patch) {
        return scenario.kubectl().tryRun("patch", "mlfdrun", NAME, "--type", "merge", "--patch", patch);
    }

    @Test
    void aVolumeThatCannotBeMountedIsSaidInTheKubeletsWords() throws Exception {
        Scenario.play(scenario -> {
            PersistentVolume volume = volumeOfNothing(scenario.namespace());
            scenario.client().resource(volume).create();
            try {
                scenario.client()
                        .resource(claimOf(volume, scenario.namespace()))
                        .create();
                ClusterRun run = scenario.apply(file(FOLDER, FOLDER, "data: {claimName: datasets}", "1m"), NAME);

                MLFDRunStatus waiting = run.await(
                        "cannot mount", LIMIT, s -> s.stages().stream().anyMatch(stage -> says(stage, "FailedMount")));
                assertThat(ClusterRun.condition(waiting, "Progressing").message())
                        .contains("FailedMount", NOTHING);

                MLFDRunStatus failed = run.await("Failed", LIMIT, s -> ClusterRun.is(s, "Failed"));
                assertThat(ClusterRun.condition(failed, "Failed").message())
                        .contains("did not start within spec.timeouts.pending", "FailedMount");
            } finally {
                scenario.client().resource(volume).delete();
            }
        });
    }

    private static PersistentVolume volumeOfNothing(String namespace) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadOnlyMany")
                .addToCapacity("storage", new Quantity("1Gi"))
                .withStorageClassName("")
                .withPersistentVolumeReclaimPolicy("Retain")
                .withNewHostPath(NOTHING, "Directory")
                .withNewClaimRef()
                .withNamespace(namespace)
                .withName(Settings.DATA_CLAIM)
                .endClaimRef()
                .endSpec()
                .build();
    }

    private static PersistentVolumeClaim claimOf(PersistentVolume volume, String namespace) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(Settings.DATA_CLAIM)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadOnlyMany")
                .withStorageClassName("")
                .withVolumeName(volume.getMetadata().getName())
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    @Test
    void aDataFolderThatIsNotOnTheClaimFailsItsStageAndIsNamed() throws Exception {
        Scenario.play(scenario -> {
            new DataClaim(scenario.client(), scenario.namespace()).fill(folder, List.of());
            ClusterRun run = scenario.apply(file(FOLDER, FOLDER, "data: {claimName: datasets}"), NAME);

            MLFDRunStatus failed = run.await("Failed", LIMIT, s -> ClusterRun.is(s, "Failed"));
            assertThat(failed.stages())
                    .filteredOn(stage -> stage.state().equals("Failed"))
                    .isNotEmpty()
                    .allSatisfy(stage -> {
                        assertThat(stage.message()).contains("no-such-folder");
                        assertThat(stage.attempt()).as("not retried").isEqualTo(1);
                    });
            assertThat(ClusterRun.condition(failed, "Failed").message()).contains("no-such-folder");
            assertThat(run.pods().list().getItems()).isNotEmpty().allSatisfy(pod -> assertThat(Recorder.exitCode(pod))
                    .contains(21));
        });
    }

    @Test
    void aSingleDataSetIsRefusedBeforeAnythingIsMade() throws Exception {
        Scenario.play(scenario -> {
            Path single = write("  datasets:\n    - {name: one, " + GENERATED + "}\n", "20s");

            ClusterRun run = scenario.apply(single, NAME);
            MLFDRunStatus status = run.await("Invalid", LIMIT, s -> "Invalid".equals(s.phase()));
            assertThat(ClusterRun.condition(status, "Accepted").message())
                    .contains("spec.datasets: MLFD fuses the experts of at least two data sets");
            assertThat(run.jobs()).isEmpty();
        });
    }

    private static boolean progressing(MLFDRunStatus status, String reason) {
        return ClusterRun.is(status, "Progressing")
                && ClusterRun.condition(status, "Progressing").reason().equals(reason);
    }

    private static boolean says(StageStatus stage, String text) {
        return stage.message() != null && stage.message().contains(text);
    }

    private Path file(String first, String second, String further) throws IOException {
        return file(first, second, further, "20s");
    }

    private Path file(String first, String second, String further, String pending) throws IOException {
        return write(
                "  datasets:\n    - {name: one, " + first + "}\n    - {name: two, " + second + "}\n  " + further + "\n",
                pending);
    }

    private Path write(String fields, String pending) throws IOException {
        String text = """
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: %s}
                spec:
                %s\
                  input: {size: 16}
                  training: {epochs: 1, batchSize: 8, optimizer: {name: AdamW, learningRate: 1e-3}}
                  method: {mlfd: {joint: {adaptorWidth: 8}}}
                  timeouts: {pending: %s}
                  storage: {size: 1Gi}
                """.formatted(NAME, fields, pending);
        return Files.writeString(folder.resolve(NAME + ".yaml"), text);
    }
}
