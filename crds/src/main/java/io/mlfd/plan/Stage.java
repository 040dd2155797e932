package io.mlfd.plan;

import io.mlfd.api.DeviceChoice;
import io.mlfd.api.PodSettings;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageOrder.StageInput;
import io.mlfd.contract.StageWork;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One stage of a run.
 *
 * @param name unique in the run: its kind, where there are several of it what it is about, and where that is not enough which of
 *     them, as in {@code joint}, {@code distill/cifar10}, {@code teacher/cifar10/2}, {@code baseline/own-teacher/cifar10};
 *     with several seeds {@code @<seed>} follows
 * @param inputs stages that must be done before
 * @param planKey SHA-256, its first 32 hexadecimal digits, over everything that decides the result and is known before
 * @param pod settings of its pod, those of the stage kind over those of the run
 * @param threads CPU threads, where the pod's CPU limit says so
 */
public record Stage(
        String name,
        long seed,
        StageWork work,
        List<StageInput> inputs,
        String planKey,
        PodSettings pod,
        OptionalInt threads) {
    public Stage {
        inputs = List.copyOf(inputs);
    }

    /** The kind of its work. */
    public StageKind kind() {
        return work.kind();
    }

    /** What it computes on, where its pod's settings say so. */
    public Optional<DeviceChoice> device() {
        return Optional.ofNullable(pod.device());
    }

    /** The data set it is about, empty for one about several. */
    public Optional<String> dataset() {
        return work.subject().dataset();
    }

    /** Names of the stages that must be done before. */
    public List<String> inputNames() {
        return inputs.stream().map(StageInput::stage).toList();
    }
}
