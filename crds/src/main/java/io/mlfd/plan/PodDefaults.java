package io.mlfd.plan;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.mlfd.api.DeviceChoice;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.StageSettings;
import io.mlfd.api.PodSettings;
import io.mlfd.api.PodSettings.Resources;
import io.mlfd.contract.StageKind;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Pod settings as they take effect: a stage kind's field replaces the run's whole field, and that what the platform has for runs that say
 * nothing. A GPU that is meant for the run's stages is not one for a stage that computes on the CPU; whoever wants it there says so for
 * that kind.
 */
final class PodDefaults {
    private final MLFDRunSpec spec;
    private final PodSettings platform;

    PodDefaults(MLFDRunSpec spec, PodSettings platform) {
        this.spec = spec;
        this.platform = platform;
    }

    PodSettings of(StageKind kind) {
        PodSettings run = spec.pod() == null ? PodSettings.NONE : spec.pod();
        PodSettings stage = stageSettings(spec, kind).map(StageSettings::pod).orElse(PodSettings.NONE);
        PodSettings general = over(run, platform, orElse(run.device(), platform.device()), platform.resources());
        boolean report = kind == StageKind.REPORT;
        DeviceChoice device = report ? stage.device() : orElse(stage.device(), general.device());
        boolean onCpu = report || device == DeviceChoice.CPU;
        return over(stage, general, device, onCpu ? Gpus.without(general.resources()) : general.resources());
    }

    private static PodSettings over(PodSettings stage, PodSettings run, DeviceChoice device, Resources inherited) {
        Resources none = new Resources(Map.of(), Map.of());
        Resources resources = stage.resources() != null ? stage.resources() : inherited;
        return new PodSettings(
                stage.image() != null ? stage.image() : run.image(),
                stage.imagePullSecrets().isEmpty() ? run.imagePullSecrets() : stage.imagePullSecrets(),
                resources == null ? none : resources,
                device,
                stage.nodeSelector().isEmpty() ? run.nodeSelector() : stage.nodeSelector(),
                stage.tolerations().isEmpty() ? run.tolerations() : stage.tolerations(),
                stage.priorityClassName() != null ? stage.priorityClassName() : run.priorityClassName(),
                stage.tmpSize() != null ? stage.tmpSize() : run.tmpSize(),
                stage.env().isEmpty() ? run.env() : stage.env(),
                stage.labels().isEmpty() ? run.labels() : stage.labels(),
                stage.annotations().isEmpty() ? run.annotations() : stage.annotations(),
                orElse(stage.imagePullPolicy(), run.imagePullPolicy()),
                orElse(stage.serviceAccountName(), run.serviceAccountName()),
                orElse(stage.serviceAccountToken(), run.serviceAccountToken()),
                orElse(stage.runtimeClassName(), run.runtimeClassName()),
                orElse(stage.schedulerName(), run.schedulerName()),
                orElse(stage.nodeAffinity(), run.nodeAffinity()),
                stage.topologySpread().isEmpty() ? run.topologySpread() : stage.topologySpread(),
                stage.volumes().isEmpty() ? run.volumes() : stage.volumes(),
                orElse(stage.runAs(), run.runAs()));
    }

    private static <T> T orElse(T ofStage, T ofRun) {
        return ofStage != null ? ofStage : ofRun;
    }

    /** As the CPU limit says, where there is one. */
    static OptionalInt threads(PodSettings pod) {
        IntOrString cpu = pod.resources().limits().get("cpu");
        return cpu == null ? OptionalInt.empty() : OptionalInt.of(Quantities.threads(Quantities.of(cpu)));
    }

    static Optional<StageSettings> stageSettings(MLFDRunSpec spec, StageKind kind) {
        if (spec.stages() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (kind) {
                    case TEACHER -> spec.stages().teacher();
                    case JOINT -> spec.stages().joint();
                    case DISTILL -> spec.stages().distill();
                    case ONLINE -> spec.stages().online();
                    case BASELINE -> spec.stages().baseline();
                    case REPORT -> spec.stages().report();
                });
    }
}
