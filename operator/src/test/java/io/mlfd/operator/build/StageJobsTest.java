package io.mlfd.operator.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.api.DeviceChoice;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec.OnDelete;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder;
import io.mlfd.operator.Runs;
import io.mlfd.operator.build.RunVolume.Access;
import io.mlfd.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StageJobsTest {
    private static Job job(String spec, String stage, int attempt) {
        MLFDRun run = Runs.run("r", spec);
        Plan plan = Runs.plan(run);
        RunVolume volume = RunVolume.of(run, Optional.empty());
        return new StageJobs(Runs.DEFAULTS).build(run, plan, plan.stage(stage), attempt, volume);
    }

    private static Job job(String more) {
        return job(Runs.SPEC + more, "teacher/a", 1);
    }

    private static PodSpec pod(Job job) {
        return job.getSpec().getTemplate().getSpec();
    }

    private static Container container(Job job) {
        return pod(job).getContainers().get(0);
    }

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
    void aQueueIsNamedOnTheJobAlone() {
        Job job = job("queue: {name: team-a, priorityClass: research}");
        assertThat(job.getMetadata().getLabels())
                .containsEntry("kueue.x-k8s.io/queue-name", "team-a")
                .containsEntry("kueue.x-k8s.io/priority-class", "research");
        assertThat(job.getMetadata().getAnnotations()).containsEntry(Labels.QUEUE, "team-a/research");
        assertThat(job.getSpec().getSuspend())
                .as("whether it is held is the queue's to say")
                .isNull();
        assertThat(job.getSpec().getTemplate().getMetadata().getLabels().keySet())
                .noneMatch(label -> label.contains("kueue"));
        assertThat(job("queue: {name: team-a}").getMetadata().getLabels())
                .doesNotContainKey("kueue.x-k8s.io/priority-class");
        assertThat(job("").getMetadata().getLabels().keySet()).noneMatch(label -> label.contains("kueue"));
        assertThat(job("").getMetadata().getAnnotations()).doesNotContainKey(Labels.QUEUE);
    }

    @Test
    void oneAttemptIsOnePod() {
        Job job = job("");
        assertThat(job.getMetadata().getName()).isEqualTo("r-teacher-a-1");
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(job.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
        assertThat(job.getSpec().getTtlSecondsAfterFinished()).isNull();
        assertThat(job.getSpec()
                        .getPodFailurePolicy()
                        .getRules()
                        .get(0)
                        .getOnExitCodes()
                        .getValues())
                .containsExactly(20, 21, 23);
        assertThat(pod(job).getRestartPolicy()).isEqualTo("Never");
        assertThat(job.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo("uid-of-r");
            assertThat(owner.getController()).isTrue();
            assertThat(owner.getBlockOwnerDeletion()).isFalse();
        });
    }

    @Test
    void carriesWhatItIsFoundBy() {
        Job job = job(Runs.SPEC, "distill/b", 3);
        assertThat(job.getMetadata().getLabels())
                .containsEntry(Labels.RUN, "r")
                .containsEntry(Labels.STAGE_KIND, "distill")
                .containsEntry(Labels.DATASET, "b")
                .containsEntry(Labels.ATTEMPT, "3");
        assertThat(job.getMetadata().getAnnotations()).containsEntry(Labels.STAGE, "distill/b");
        assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
                .isEqualTo(job.getMetadata().getLabels());
    }

    @Test
    void keepsToTheRestrictedProfile() {
        PodSpec pod = pod(job(""));
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
        });
    }

    @Test
    void theOrderSaysEverythingAndSurvivesExpansion() {
        Job job = job(
                Runs.SPEC.replace("kind: shapes}", "kind: shapes}, classes: [\"$(HOME)\", \"$5\"]"), "teacher/a", 2);
        Map<String, String> env = container(job).getEnv().stream()
                .collect(java.util.stream.Collectors.toMap(EnvVar::getName, EnvVar::getValue));
        assertThat(env.get("MLFD_REPORT_PATH")).isEqualTo("/dev/termination-log");
        assertThat(env.get("MLFD_ORDER")).doesNotContain("\"$(").doesNotContain("\"$5");
        StageOrder order = new ContractJson().read(env.get("MLFD_ORDER").replace("$$", "$"), StageOrder.class);
        assertThat(order.stage()).isEqualTo("teacher/a");
        assertThat(order.attempt()).isEqualTo(2);
        assertThat(order.places().run()).isEqualTo("/mlfd/run/r");
        assertThat(new ContractJson().write(order.work())).contains("$(HOME)");
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

    @Test
    void theOrderHasTheDeviceThatThePodsSettingsSay() {
        assertThat(order(job("pod: {device: cuda}")).device()).contains(DeviceChoice.CUDA);
        assertThat(order(job("pod: {device: cuda}\nstages: {teacher: {pod: {device: cpu}}}"))
                        .device())
                .contains(DeviceChoice.CPU);
        // Left out, so that a trainer that knows no devices reads the order.
        assertThat(container(job("pod: {}")).getEnv().get(0).getValue()).doesNotContain("device");
    }

    private static StageOrder order(Job job) {
        return new ContractJson().read(container(job).getEnv().get(0).getValue(), StageOrder.class);
    }

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

    @Test
    void whatAClusterCannotServeIsNamed() {
        MLFDRun run = Runs.run("r", Runs.SPEC + "storage: {claimName: ../x}");
        assertThat(new ClusterRules(StageDefaults.of("")).problems(run, Runs.plan(run)))
                .extracting(problem -> problem.path())
                .containsExactly("spec.storage.claimName", "spec.pod.image");
    }
}
