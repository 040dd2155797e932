package io.mlfd.trainer.cli.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec;
import org.junit.jupiter.api.Test;

/** The pod can do no more than read, and belongs to nobody who would take it for a stage's. */
class ReaderPodsTest {
    private static Pod pod(String spec) {
        MLFDRun run = new MLFDRun();
        run.setMetadata(
                new ObjectMetaBuilder().withName("r").withNamespace("test").build());
        run.setSpec(Serialization.unmarshal(spec, MLFDRunSpec.class));
        return ReaderPods.build(run, "r-fetch-1", "image:1", "r-volume");
    }

    @Test
    void itReadsAndNothingElse() {
        Pod pod = pod("{}");
        Container container = pod.getSpec().getContainers().get(0);
        assertThat(pod.getMetadata().getLabels()).doesNotContainKey(RunsOnCluster.RUN);
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getActiveDeadlineSeconds()).isPositive();
        assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(10001);
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getVolumeMounts()).allMatch(mount -> mount.getReadOnly());
        assertThat(pod.getSpec().getVolumes()).singleElement().satisfies(volume -> assertThat(
                        volume.getPersistentVolumeClaim().getReadOnly())
                .isTrue());
    }

    @Test
    void itGoesWhereTheRunMayAndIsWhoWroteTheFiles() {
        Pod pod = pod("""
                pod:
                  nodeSelector: {gpu: "yes"}
                  imagePullSecrets: [registry]
                  tolerations: [{key: gpu, operator: Exists}]
                  runAs: {user: 7, group: 8, fsGroup: 9}
                """);
        assertThat(pod.getSpec().getNodeSelector()).containsEntry("gpu", "yes");
        assertThat(pod.getSpec().getTolerations()).singleElement().satisfies(t -> assertThat(t.getKey())
                .isEqualTo("gpu"));
        assertThat(pod.getSpec().getImagePullSecrets()).hasSize(1);
        assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(7);
        Pod assigned = pod("pod: {runAs: {assignedBy: Platform}}");
        assertThat(assigned.getSpec().getSecurityContext().getRunAsUser()).isNull();
    }
}
