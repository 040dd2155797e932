package io.mlfd.contract;

import java.util.Optional;

/**
 * How far a stage is. Kept in {@link VolumeLayout#PROGRESS}, replaced as a whole, for whoever watches.
 *
 * @param activity what is being done, as in "training" or "building cache"
 * @param epoch from 1
 * @param step from 1, over all epochs
 * @param loss of the last step that was looked at
 * @param remainingSeconds estimate for the whole stage
 */
public record Progress(
        String activity,
        int epoch,
        int epochs,
        long step,
        long steps,
        Optional<Double> loss,
        Optional<Double> imagesPerSecond,
        Optional<Long> remainingSeconds) {}
