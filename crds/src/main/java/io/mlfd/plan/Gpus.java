package io.mlfd.plan;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.PodSettings.Resources;
import io.mlfd.contract.StageKind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** GPUs among the resources of a pod: whoever asks for one has it alone, used or not. */
public final class Gpus {
    /** As device plug-ins name them: nvidia.com/gpu, nvidia.com/mig-1g.5gb, amd.com/gpu, gpu.intel.com/i915. */
    private static final Pattern NAME = Pattern.compile(".+/(.*gpu.*|mig-.*)|gpu\\..+/.+");

    private Gpus() {}

    /** The first of them that is asked for, as the name of a resource. */
    public static Optional<String> of(Resources resources) {
        Map<String, IntOrString> asked = new TreeMap<>(resources.requests());
        asked.putAll(resources.limits());
        return asked.entrySet().stream()
                .filter(entry -> NAME.matcher(entry.getKey()).matches())
                .filter(entry -> !entry.getValue().getValue().toString().equals("0"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether the resources of a kind of stages are its own, and not the run's. */
    public static boolean saidForItsKind(MLFDRunSpec spec, StageKind kind) {
        return PodDefaults.stageSettings(spec, kind)
                .filter(settings -> settings.pod() != null && settings.pod().resources() != null)
                .isPresent();
    }

    static Resources without(Resources resources) {
        return new Resources(without(resources.requests()), without(resources.limits()));
    }

    private static Map<String, IntOrString> without(Map<String, IntOrString> quantities) {
        Map<String, IntOrString> others = new TreeMap<>(quantities);
        others.keySet().removeIf(name -> NAME.matcher(name).matches());
        return others;
    }
}
