package io.mlfd.trainer.cli.kubectl;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.PodSettings;
import io.mlfd.api.PodSettings.RunAs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The pod that files are read through: Pod Security {@code restricted}, the claim read-only, no API credentials, beside the pods of its
 * run where a claim can be used on one node only. It ends by itself, should nobody delete it.
 */
final class ReaderPods {
    static final String CONTAINER = "reader";
    static final String MOUNT = "/mlfd/run";
    private static final String VOLUME = "run";
    private static final long SECONDS = 3600;
    private static final long USER = 10001;

    private ReaderPods() {}

    /** @param name of the pod */
    static Pod build(MLFDRun run, String name, String image, String claim) {
        PodSettings settings = Optional.ofNullable(run.getSpec().pod()).orElse(PodSettings.NONE);
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(Map.of(
                        "app.kubernetes.io/name", "mlfd",
                        "app.kubernetes.io/component", "reader",
                        "app.kubernetes.io/managed-by", "kubectl-mlfd"))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withActiveDeadlineSeconds(SECONDS)
                .withTerminationGracePeriodSeconds(0L)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(security(settings))
                .withNodeSelector(settings.nodeSelector().isEmpty() ? null : settings.nodeSelector())
                .withTolerations(tolerations(settings))
                .withImagePullSecrets(settings.imagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withNewAffinity()
                .withNewPodAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(100)
                .withNewPodAffinityTerm()
                .withTopologyKey("kubernetes.io/hostname")
                .withNewLabelSelector()
                .addToMatchLabels(RunsOnCluster.RUN, run.getMetadata().getName())
                .endLabelSelector()
                .endPodAffinityTerm()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endPodAffinity()
                .endAffinity()
                .addNewContainer()
                .withName(CONTAINER)
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sleep", Long.toString(SECONDS))
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("50m"), "memory", new Quantity("32Mi")))
                .withLimits(Map.of("cpu", new Quantity("500m"), "memory", new Quantity("128Mi")))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName(VOLUME)
                .withMountPath(MOUNT)
                .withReadOnly(true)
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName(VOLUME)
                .withNewPersistentVolumeClaim(claim, true)
                .endVolume()
                .endSpec()
                .build();
    }

    /** The user that wrote the files. */
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

    private static List<Toleration> tolerations(PodSettings settings) {
        return settings.tolerations().stream()
                .map(toleration -> new TolerationBuilder()
                        .withKey(toleration.key())
                        .withOperator(toleration.operator())
                        .withValue(toleration.value())
                        .withEffect(toleration.effect())
                        .withTolerationSeconds(toleration.tolerationSeconds())
                        .build())
                .toList();
    }
}
