package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlfd.api.DeviceChoice;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a stage is told. It travels as JSON in one environment variable ({@link #ENVIRONMENT_VARIABLE}), so that no
 * other object has to exist.
 *
 * @param version of this contract, {@link #VERSION}
 * @param run name of the run
 * @param stage name of the stage, as in {@code teacher/cifar10}
 * @param attempt from 1; for messages and file names only, it never changes what is computed
 * @param planKey names the stage's folder
 * @param seed all randomness of the stage is a function of it
 * @param threads CPU threads; results are bit-equal at the same number only
 * @param device what to compute on; left out where nobody said, which is {@link DeviceChoice#AUTO}
 * @param checkpointSeconds at most this much time lies between two checkpoints
 * @param work what to do
 * @param inputs the stages whose results are read
 * @param places where files lie
 */
public record StageOrder(
        int version,
        String run,
        String stage,
        int attempt,
        String planKey,
        long seed,
        int threads,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<DeviceChoice> device,
        int checkpointSeconds,
        StageWork work,
        List<StageInput> inputs,
        Places places) {
    public static final int VERSION = 2;
    public static final String ENVIRONMENT_VARIABLE = "MLFD_ORDER";

    public StageOrder {
        inputs = List.copyOf(inputs);
    }

    /**
     * A finished stage that this one reads.
     *
     * @param dataset the data set it belongs to, empty for the joint stage
     * @param seed the seed it was made with
     */
    public record StageInput(String stage, String planKey, StageKind kind, String dataset, long seed) {}

    /**
     * @param run folder of the run on the volume, see {@link VolumeLayout}
     * @param data per data set the folder below which its path lies; none for generated data sets
     */
    public record Places(String run, Map<String, String> data) {
        public Places {
            data = Map.copyOf(data);
        }
    }
}
