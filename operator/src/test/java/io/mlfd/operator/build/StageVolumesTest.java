package io.mlfd.operator.build;

import static io.mlfd.operator.build.BuiltJob.container;
import static io.mlfd.operator.build.BuiltJob.job;
import static io.mlfd.operator.build.BuiltJob.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec.OnDelete;
import io.mlfd.operator.Runs;
import io.mlfd.operator.build.RunVolume.Access;
import io.mlfd.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which claims a stage sees, and how they bind it to a node. */
class StageVolumesTest {
    @Test
    void dataIsMountedReadOnlyAndAClaimForBothOnlyOnce() {
        String folder = Runs.SPEC.replace(
                "source: {generated: {kind: shapes}, trainPerClass: 4, testPerClass: 2}",
                "source: {imageFolder: {path: a}}");
        Job apart = job(folder + "data: {claimName: images}", "teacher/a", 1);
        assertThat(container(apart).getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().equals("/mlfd/data/images"))
                .singleElement()
                .extracting(VolumeMount::getReadOnly)
                .isEqualTo(true);
        assertThat(pod(apart).getVolumes()).extracting(Volume::getName).containsExactly("tmp", "run", "data-0");
        Job one = job(folder + "data: {claimName: all}\nstorage: {claimName: all}", "teacher/a", 1);
        assertThat(pod(one).getVolumes()).extracting(Volume::getName).containsExactly("tmp", "run");
        assertThat(container(one).getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .containsExactly("/tmp", "/mlfd/run", "/mlfd/data/all");
    }

    /** Of two volumes of one claim the kubelet waits for one without end. */
    @Test
    void aClaimIsOneVolumeHoweverOftenItIsMounted() {
        Job job = job(
                Runs.SPEC.replace(
                                "source: {generated: {kind: shapes}, trainPerClass: 4, testPerClass: 2}",
                                "source: {imageFolder: {path: a}}")
                        + "data: {claimName: images}\nstorage: {claimName: all}\n"
                        + "pod: {volumes: [{mountPath: /mnt/a, claimName: images}, {mountPath: /mnt/b, claimName: all},"
                        + " {mountPath: /mnt/c, claimName: more}, {mountPath: /mnt/d, claimName: more}]}",
                "teacher/a",
                1);
        assertThat(pod(job).getVolumes())
                .extracting(Volume::getName)
                .containsExactly("tmp", "run", "data-0", "extra-2");
        assertThat(container(job).getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().startsWith("/mnt/"))
                .allMatch(VolumeMount::getReadOnly)
                .extracting(VolumeMount::getName)
                .containsExactly("data-0", "run", "extra-2", "extra-2");
    }

    @Test
    void aStageMountsTheClaimsOfTheDataSetsThatItReadsAndNoOthers() {
        String folder = Runs.SPEC.replace(
                "source: {generated: {kind: shapes}, trainPerClass: 4, testPerClass: 2}",
                "source: {claimName: images, imageFolder: {path: a}}");
        Map<String, List<String>> volumes = new TreeMap<>();
        for (String stage : List.of("teacher/a", "teacher/b", "joint", "distill/b", "report")) {
            volumes.put(
                    stage,
                    pod(job(folder, stage, 1)).getVolumes().stream()
                            .filter(volume -> volume.getName().startsWith("data"))
                            .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                            .toList());
        }
        assertThat(volumes)
                .containsEntry("teacher/a", List.of("images"))
                .containsEntry("joint", List.of("images"))
                .containsEntry("teacher/b", List.of())
                .containsEntry("distill/b", List.of())
                .containsEntry("report", List.of());
    }

    @Test
    void stagesShareANodeWhereTheClaimNeedsIt() {
        assertThat(pod(job("")).getAffinity().getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(term -> assertThat(
                                job("").getSpec().getTemplate().getMetadata().getLabels())
                        .as("the first pod is its own partner")
                        .containsAllEntriesOf(term.getLabelSelector().getMatchLabels()));
        assertThat(pod(job("storage: {size: 1Gi, accessModes: [ReadWriteMany]}"))
                        .getAffinity())
                .isNull();
    }

    @Test
    void runsThatShareAClaimShareItsNode() {
        Job one = ofRun("one", "storage: {claimName: shared}");
        Job other = ofRun("other", "storage: {claimName: shared}");
        assertThat(keepsCompany(one, other)).isTrue();
        assertThat(keepsCompany(other, one)).isTrue();
        assertThat(keepsCompany(one, ofRun("one", "storage: {claimName: another}")))
                .as("the run's name does not matter")
                .isFalse();
        assertThat(keepsCompany(ofRun("one", ""), ofRun("other", ""))).isFalse();
        String longName = "c".repeat(70);
        Job long1 = ofRun("one", "storage: {claimName: " + longName + "1}");
        assertThat(keepsCompany(long1, ofRun("other", "storage: {claimName: " + longName + "1}")))
                .isTrue();
        assertThat(keepsCompany(long1, ofRun("other", "storage: {claimName: " + longName + "2}")))
                .as("a label holds 63 characters")
                .isFalse();
    }

    private static Job ofRun(String name, String more) {
        MLFDRun run = Runs.run(name, Runs.SPEC + more);
        Plan plan = Runs.plan(run);
        return new StageJobs(Runs.DEFAULTS)
                .build(run, plan, plan.stage("teacher/a"), 1, RunVolume.of(run, Optional.empty()));
    }

    /** Whether the one's pod has to be on the node of the other's. */
    private static boolean keepsCompany(Job one, Job other) {
        PodAffinityTerm term = pod(one).getAffinity()
                .getPodAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .get(0);
        assertThat(term.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
        assertThat(term.getNamespaces()).as("claims are of one namespace").isEmpty();
        assertThat(term.getNamespaceSelector()).isNull();
        assertThat(term.getLabelSelector().getMatchExpressions()).isEmpty();
        assertThat(term.getLabelSelector().getMatchLabels())
                .as("nothing else, or a first pod could not be its own partner")
                .containsOnlyKeys(Labels.VOLUME);
        return other.getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels()
                .entrySet()
                .containsAll(term.getLabelSelector().getMatchLabels().entrySet());
    }

    @Test
    void theClaimThatIsThereDecides() {
        MLFDRun run = Runs.run("r", Runs.SPEC + "storage: {claimName: c}");
        record Case(List<String> modes, Access access) {}
        for (Case c : List.of(
                new Case(List.of("ReadWriteOnce"), Access.ONE_NODE),
                new Case(List.of("ReadWriteOnce", "ReadWriteMany"), Access.ANY_NODE),
                new Case(List.of("ReadWriteOncePod"), Access.ONE_POD))) {
            PersistentVolumeClaim claim = new PersistentVolumeClaimBuilder()
                    .withNewSpec()
                    .withAccessModes(c.modes())
                    .endSpec()
                    .build();
            assertThat(RunVolume.of(run, Optional.of(claim)).access()).isEqualTo(c.access());
        }
    }

    @Test
    void aKeptClaimHasNoOwner() {
        MLFDRun run = Runs.run("r");
        assertThat(VolumeClaim.build(run, OnDelete.KEEP).getMetadata().getOwnerReferences())
                .isEmpty();
        PersistentVolumeClaim claim = VolumeClaim.build(run, OnDelete.DELETE);
        assertThat(claim.getMetadata().getOwnerReferences()).hasSize(1);
        assertThat(claim.getMetadata().getName()).isEqualTo("r-volume");
        assertThat(claim.getSpec().getResources().getRequests()).containsEntry("storage", new Quantity("10Gi"));
        assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
    }
}
