package io.mlfd.operator.build;

import static io.mlfd.operator.build.BuiltJob.container;
import static io.mlfd.operator.build.BuiltJob.job;
import static io.mlfd.operator.build.BuiltJob.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run says of its pods is in them. */
class StagePodSettingsTest {
    @Test
    void roomInTmpIsAField() {
        record Case(String spec, String size) {}
        for (Case c : List.of(
                new Case("", "64Mi"),
                new Case("pod: {tmpSize: 1Gi}", "1Gi"),
                new Case("pod: {tmpSize: 1Gi}\nstages: {teacher: {pod: {tmpSize: 2Gi}}}", "2Gi"))) {
            assertThat(pod(job(c.spec())).getVolumes())
                    .filteredOn(volume -> volume.getName().equals("tmp"))
                    .singleElement()
                    .satisfies(volume ->
                            assertThat(volume.getEmptyDir().getSizeLimit()).isEqualTo(new Quantity(c.size())));
        }
    }

    @Test
    void labelsAndAnnotationsOfTheAuthorStandBesideOnesOwn() {
        Job job = job("pod: {labels: {team: vision, cost.example/center: \"7\"}, annotations: {note: hello}}\n"
                + "stages: {report: {pod: {labels: {team: other}}}}");
        for (ObjectMeta metadata :
                List.of(job.getMetadata(), job.getSpec().getTemplate().getMetadata())) {
            assertThat(metadata.getLabels())
                    .containsEntry("team", "vision")
                    .containsEntry("cost.example/center", "7")
                    .containsEntry(Labels.RUN, "r");
            assertThat(metadata.getAnnotations())
                    .containsEntry("note", "hello")
                    .containsEntry(Labels.STAGE, "teacher/a");
        }
    }

    @Test
    void whereAndAsWhomAPodRunsAreFields() {
        PodSpec pod = pod(job("""
                pod:
                  serviceAccountName: trainer
                  runtimeClassName: gvisor
                  schedulerName: volcano
                  imagePullPolicy: Always
                  nodeAffinity:
                    required: [{key: zone, operator: In, values: [a, b]}, {key: gpu, operator: Exists}]
                    preferred: [{weight: 5, rule: {key: fast, operator: Gt, values: ["3"]}}]
                  topologySpread: [{topologyKey: topology.kubernetes.io/zone}]
                  runAs: {user: 7, fsGroup: 8}
                """));
        assertThat(pod.getServiceAccountName()).isEqualTo("trainer");
        assertThat(pod.getAutomountServiceAccountToken()).as("not asked for").isFalse();
        assertThat(pod.getRuntimeClassName()).isEqualTo("gvisor");
        assertThat(pod.getSchedulerName()).isEqualTo("volcano");
        assertThat(pod.getContainers().get(0).getImagePullPolicy()).isEqualTo("Always");
        assertThat(pod.getAffinity().getPodAffinity()).as("the claim's").isNotNull();
        assertThat(pod.getAffinity()
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms())
                .as("all of them")
                .singleElement()
                .satisfies(term -> assertThat(term.getMatchExpressions()).hasSize(2));
        assertThat(pod.getAffinity().getNodeAffinity().getPreferredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(term -> assertThat(term.getWeight()).isEqualTo(5));
        assertThat(pod.getTopologySpreadConstraints()).singleElement().satisfies(spread -> {
            assertThat(spread.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
            assertThat(spread.getMaxSkew()).isEqualTo(1);
            assertThat(spread.getLabelSelector().getMatchLabels()).containsExactly(Map.entry(Labels.RUN, "r"));
        });
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(7);
        assertThat(pod.getSecurityContext().getRunAsGroup()).isEqualTo(10001);
        assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(8);
        assertThat(pod(job("pod: {serviceAccountName: trainer, serviceAccountToken: true}"))
                        .getAutomountServiceAccountToken())
                .isTrue();
    }

    /** As OpenShift's restricted profile wants it: it assigns them, and refuses whoever brings others. */
    @Test
    void aPlatformMayAssignTheUser() {
        PodSpec pod = pod(job("pod: {runAs: {assignedBy: Platform}}"));
        assertThat(pod.getSecurityContext().getRunAsUser()).isNull();
        assertThat(pod.getSecurityContext().getRunAsGroup()).isNull();
        assertThat(pod.getSecurityContext().getFsGroup()).isNull();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    }

    @Test
    void furtherVolumesAreReadOnly() {
        Job job = job(
                "pod: {volumes: [{mountPath: /mnt/more, claimName: more}, {mountPath: /mnt/config, configMapName: c},"
                        + " {mountPath: /mnt/key, secretName: s}]}");
        assertThat(container(job).getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().startsWith("/mnt/"))
                .hasSize(3)
                .allMatch(VolumeMount::getReadOnly);
        assertThat(pod(job).getVolumes())
                .filteredOn(volume -> volume.getName().startsWith("extra-"))
                .extracting(volume -> volume.getPersistentVolumeClaim() != null
                        ? volume.getPersistentVolumeClaim().getClaimName()
                        : volume.getConfigMap() != null
                                ? volume.getConfigMap().getName()
                                : volume.getSecret().getSecretName())
                .containsExactly("more", "c", "s");
    }

    @Test
    void defaultsGiveWayToWhatIsSaid() {
        record Case(String said, String request, String limit, int threads) {}
        for (Case c : List.of(
                new Case("{}", "500m", "1", 1),
                new Case("{limits: {cpu: 200m}}", "200m", "200m", 1),
                new Case("{limits: {cpu: 4}}", "500m", "4", 4),
                new Case("{requests: {cpu: 3}}", "3", "3", 3),
                new Case("{requests: {cpu: 1}, limits: {cpu: 2500m}}", "1", "2500m", 2))) {
            Job job = job("pod: {resources: " + c.said() + "}");
            assertThat(container(job).getResources().getRequests().get("cpu"))
                    .as(c.said())
                    .isEqualTo(new Quantity(c.request()));
            assertThat(container(job).getResources().getLimits().get("cpu"))
                    .as(c.said())
                    .isEqualTo(new Quantity(c.limit()));
            String order = container(job).getEnv().get(0).getValue();
            assertThat(new ContractJson().read(order, StageOrder.class).threads())
                    .as(c.said())
                    .isEqualTo(c.threads());
        }
        assertThat(container(job("pod: {resources: {limits: {nvidia.com/gpu: 1}}}"))
                        .getResources()
                        .getLimits())
                .containsKeys("nvidia.com/gpu", "cpu", "memory");
    }
}
