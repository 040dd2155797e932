package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.PodSettings;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Quantities;
import io.mlfd.plan.Stage;
import java.util.ArrayList;
import java.util.List;

/** The pod of a stage: Pod Security {@code restricted}, read-only root, no API credentials. */
final class StagePods {
    static final String CONTAINER = "stage";
    private static final String RUN_VOLUME = "run";
    private static final String TMP_VOLUME = "tmp";
    private static final String TERMINATION_LOG = "/dev/termination-log";
    private static final Quantity TMP_SIZE = new Quantity("64Mi");
    private static final long USER = 10001;
    /** One training step and one checkpoint must fit; the periodic checkpoint is what a stage relies on. */
    private static final long GRACE_SECONDS = 60;

    private final String image;
    private final StageOrders orders = new StageOrders();

    StagePods(String image) {
        this.image = image;
    }

    PodSpec build(MLFDRun run, Plan plan, Stage stage, int attempt, RunVolume volume) {
        PodSettings settings = stage.pod();
        DataClaims data = DataClaims.of(run.getSpec(), plan);
        String order = orders.write(data, plan, stage, attempt);
        List<String> claims = data.of(stage).values().stream().distinct().toList();
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withImagePullSecrets(settings.imagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withNodeSelector(settings.nodeSelector().isEmpty() ? null : settings.nodeSelector())
                .withTolerations(settings.tolerations().stream()
                        .map(t -> new TolerationBuilder()
                                .withKey(t.key())
                                .withOperator(t.operator())
                                .withValue(t.value())
                                .withEffect(t.effect())
                                .withTolerationSeconds(t.tolerationSeconds())
                                .build())
                        .toList())
                .withPriorityClassName(settings.priorityClassName())
                .withAffinity(affinity(volume))
                .withContainers(container(stage, order, volume, claims))
                .withVolumes(volumes(settings, volume, claims))
                .build();
    }

    private Container container(Stage stage, String order, RunVolume volume, List<String> claims) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(stage.pod().image() == null ? image : stage.pod().image())
                .withImagePullPolicy("IfNotPresent")
                .withArgs("stage")
                .withEnv(environment(stage, order))
                .withResources(new StageResources(stage.pod().resources()).requirements())
                .withTerminationMessagePath(TERMINATION_LOG)
                .withTerminationMessagePolicy("File")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withVolumeMounts(mounts(volume, claims))
                .build();
    }

    private static List<EnvVar> environment(Stage stage, String order) {
        List<EnvVar> variables = new ArrayList<>();
        stage.pod().env().forEach(variable -> variables.add(new EnvVar(variable.name(), variable.value(), null)));
        variables.add(literal(StageOrder.ENVIRONMENT_VARIABLE, order));
        variables.add(new EnvVar(StageReport.PATH_VARIABLE, TERMINATION_LOG, null));
        return variables;
    }

    /** Kubernetes expands {@code $(NAME)} in values; two dollars stand for one, so that the value arrives as written. */
    private static EnvVar literal(String name, String value) {
        return new EnvVar(name, value.replace("$", "$$"), null);
    }

    private static List<VolumeMount> mounts(RunVolume volume, List<String> claims) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount(TMP_VOLUME, "/tmp", false));
        mounts.add(mount(RUN_VOLUME, StageOrders.RUN_MOUNT, false));
        for (int i = 0; i < claims.size(); i++) {
            mounts.add(mount(volumeOf(volume, claims, i), StageOrders.dataMount(claims.get(i)), true));
        }
        return mounts;
    }

    private static VolumeMount mount(String volume, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }

    private static List<Volume> volumes(PodSettings settings, RunVolume volume, List<String> claims) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(new VolumeBuilder()
                .withName(TMP_VOLUME)
                .withNewEmptyDir()
                .withSizeLimit(settings.tmpSize() == null ? TMP_SIZE : Quantities.of(settings.tmpSize()))
                .endEmptyDir()
                .build());
        volumes.add(claim(RUN_VOLUME, volume.claimName(), false));
        for (int i = 0; i < claims.size(); i++) {
            if (!claims.get(i).equals(volume.claimName())) {
                volumes.add(claim(volumeOf(volume, claims, i), claims.get(i), true));
            }
        }
        return volumes;
    }

    /** A claim that holds both the data and the run's files is one volume, mounted twice. */
    private static String volumeOf(RunVolume volume, List<String> claims, int index) {
        return claims.get(index).equals(volume.claimName()) ? RUN_VOLUME : "data-" + index;
    }

    private static Volume claim(String name, String claimName, boolean readOnly) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim(claimName, readOnly ? true : null)
                .build();
    }

    /**
     * A ReadWriteOnce claim serves one node: pods that write to it at once must share it, and waiting for room there is
     * better than being bound to a node that cannot attach the volume. The first pod needs no partner, since its own
     * labels satisfy the term (the scheduler's rule for self-affine pods).
     */
    private static Affinity affinity(RunVolume volume) {
        if (volume.access() != RunVolume.Access.ONE_NODE) {
            return null;
        }
        return new AffinityBuilder()
                .withNewPodAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNewLabelSelector()
                .addToMatchLabels(Labels.VOLUME, volume.label())
                .endLabelSelector()
                .withTopologyKey("kubernetes.io/hostname")
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAffinity()
                .build();
    }
}
