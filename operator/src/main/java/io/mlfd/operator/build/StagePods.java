package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
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
import io.mlfd.api.PodSettings.ExtraVolume;
import io.mlfd.api.PodSettings.RunAs;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Quantities;
import io.mlfd.plan.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The pod of a stage: Pod Security {@code restricted}, read-only root, no API credentials unless they are asked for. */
final class StagePods {
    static final String CONTAINER = "stage";
    private static final String RUN_VOLUME = "run";
    private static final String EXTRA_VOLUME = "extra-";
    private static final String TMP_VOLUME = "tmp";
    private static final String TERMINATION_LOG = "/dev/termination-log";
    private static final Quantity TMP_SIZE = new Quantity("64Mi");
    private static final long USER = 10001;
    /** One training step and one checkpoint must fit; the periodic checkpoint is what a stage relies on. */
    private static final long GRACE_SECONDS = 60;

    private final StageDefaults defaults;
    private final StageOrders orders = new StageOrders();

    StagePods(StageDefaults defaults) {
        this.defaults = defaults;
    }

    PodSpec build(MLFDRun run, Plan plan, Stage stage, int attempt, RunVolume volume) {
        PodSettings settings = stage.pod();
        DataClaims data = DataClaims.of(run.getSpec(), plan);
        String order = orders.write(data, plan, stage, attempt);
        List<String> claims = data.of(stage).values().stream().distinct().toList();
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withAutomountServiceAccountToken(Boolean.TRUE.equals(settings.serviceAccountToken()))
                .withServiceAccountName(settings.serviceAccountName())
                .withRuntimeClassName(settings.runtimeClassName())
                .withSchedulerName(settings.schedulerName())
                .withEnableServiceLinks(false)
                .withSecurityContext(security(settings))
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
                .withAffinity(Placement.affinity(settings, volume))
                .withTopologySpreadConstraints(
                        Placement.spread(settings, run.getMetadata().getName()))
                .withContainers(container(stage, order, volume, claims))
                .withVolumes(volumes(settings, volume, claims))
                .build();
    }

    private Container container(Stage stage, String order, RunVolume volume, List<String> claims) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(defaults.imageOf(stage))
                .withImagePullPolicy(Objects.requireNonNullElse(stage.pod().imagePullPolicy(), "IfNotPresent"))
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
                .withVolumeMounts(mounts(stage.pod(), volume, claims))
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

    private static List<VolumeMount> mounts(PodSettings settings, RunVolume volume, List<String> claims) {
        Map<String, String> names = volumesOfClaims(settings, volume, claims);
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount(TMP_VOLUME, "/tmp", false));
        mounts.add(mount(RUN_VOLUME, StageOrders.RUN_MOUNT, false));
        claims.forEach(claim -> mounts.add(mount(names.get(claim), StageOrders.dataMount(claim), true)));
        for (int i = 0; i < settings.volumes().size(); i++) {
            ExtraVolume extra = settings.volumes().get(i);
            String name = extra.claimName() == null ? EXTRA_VOLUME + i : names.get(extra.claimName());
            mounts.add(mount(name, extra.mountPath(), true));
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
        volumesOfClaims(settings, volume, claims)
                .forEach((claim, name) -> volumes.add(claim(name, claim, !name.equals(RUN_VOLUME))));
        for (int i = 0; i < settings.volumes().size(); i++) {
            if (settings.volumes().get(i).claimName() == null) {
                volumes.add(extra(settings.volumes().get(i), i));
            }
        }
        return volumes;
    }

    /**
     * By claim, the name of its volume. A claim is one volume however often it is mounted: of two, the kubelet waits for one without
     * end (kubernetes/kubernetes#132921).
     */
    private static Map<String, String> volumesOfClaims(PodSettings settings, RunVolume volume, List<String> claims) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(volume.claimName(), RUN_VOLUME);
        for (int i = 0; i < claims.size(); i++) {
            names.putIfAbsent(claims.get(i), "data-" + i);
        }
        for (int i = 0; i < settings.volumes().size(); i++) {
            if (settings.volumes().get(i).claimName() != null) {
                names.putIfAbsent(settings.volumes().get(i).claimName(), EXTRA_VOLUME + i);
            }
        }
        return names;
    }

    private static Volume claim(String name, String claimName, boolean readOnly) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim(claimName, readOnly ? true : null)
                .build();
    }

    /** As the trainer's image has it, unless the run or its platform says otherwise. */
    private static PodSecurityContext security(PodSettings settings) {
        RunAs said = Objects.requireNonNullElse(settings.runAs(), new RunAs(null, null, null, null));
        boolean assigned = said.assignedBy() != null;
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(assigned ? null : Objects.requireNonNullElse(said.user(), USER))
                .withRunAsGroup(assigned ? null : Objects.requireNonNullElse(said.group(), USER))
                .withFsGroup(assigned ? null : Objects.requireNonNullElse(said.fsGroup(), USER))
                .withFsGroupChangePolicy(assigned ? null : "OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    private static Volume extra(ExtraVolume volume, int index) {
        VolumeBuilder builder = new VolumeBuilder().withName(EXTRA_VOLUME + index);
        if (volume.configMapName() != null) {
            builder.withNewConfigMap().withName(volume.configMapName()).endConfigMap();
        } else {
            builder.withNewSecret().withSecretName(volume.secretName()).endSecret();
        }
        return builder.build();
    }
}
