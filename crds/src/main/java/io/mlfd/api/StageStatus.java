package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Where a stage stands. Times are RFC 3339.
 *
 * @param attempt number of the current or last attempt, from 1; the next one when none is active
 * @param failures attempts that failed
 * @param disruptions how often an attempt was lost to preemption, eviction, node loss or deletion, or sent back to its queue
 * @param disruptionsInVain attempts in a row that were lost since the stage told of a later checkpoint
 * @param planKey hash of everything that decides what the stage computes
 * @param contentKey planKey together with the data and inputs that were found
 * @param notBefore when the next attempt may start
 * @param reused whether an earlier run's finished folder was taken
 * @param repeated see {@code io.mlfd.contract.PackedScores}
 * @param imageDigest as the node reports it
 * @param progress only while it runs
 */
public record StageStatus(
        @Required @Size(max = 128) String name,
        @Required @Size(max = 32) String kind,
        @Size(max = 63) String dataset,
        Long seed,

        @Required
        @Size(max = 32)
        @JsonPropertyDescription(
                "Waiting, Queued, Pending, Running, Suspending, TimingOut, BackingOff, Done or Failed.")
        String state,

        @Required
        @JsonPropertyDescription("Number of the current or last attempt; of the next one when none is active.")
        Integer attempt,

        @Required @JsonPropertyDescription("Attempts that failed.")
        Integer failures,

        @Required
        @JsonPropertyDescription("How often an attempt was lost to somebody else's doing, or sent back to its queue.")
        Integer disruptions,

        @JsonPropertyDescription("Attempts in a row that were lost since the stage told of a later checkpoint.")
        Integer disruptionsInVain,

        @JsonPropertyDescription("How an attempt was lost last, in the words of who took it away.")
        Disruption lastDisruption,

        @Required
        @Size(max = 64)
        @JsonPropertyDescription("Hash of everything that decides what the stage computes and is known before.")
        String planKey,

        @Size(max = 64) @JsonPropertyDescription("Plan key, data and inputs together.")
        String contentKey,

        @Size(max = 63) @JsonPropertyDescription("Job of the attempt.")
        String job,

        @Size(max = 40)
        @JsonPropertyDescription("When the attempt began to run; while it waits, when its Job was made.")
        String startTime,

        @Size(max = 40) @JsonPropertyDescription("When it was done or had failed.")
        String completionTime,

        @Size(max = 40) @JsonPropertyDescription("When the next attempt may start.")
        String notBefore,

        @JsonPropertyDescription("Whether an earlier finished folder was taken.")
        Boolean reused,

        @JsonPropertyDescription("The newest checkpoint that the stage told of.")
        Checkpoint checkpoint,

        @Size(max = 64) @JsonPropertyDescription("What was measured on the test sets.")
        List<Score> scores,

        @Size(max = 3000)
        @JsonPropertyDescription(
                "All stages' scores in one word, which the report stage says in case another one's last word was lost.")
        String repeated,

        @Size(max = 32) @JsonPropertyDescription("Digests of the weight files.")
        List<Weights> weights,

        @Size(max = 2048) String message,

        @Size(max = 512) @JsonPropertyDescription("Digest of the image that the attempt's container was made from.")
        String imageDigest,

        @JsonPropertyDescription("How far a running attempt is, read from its log about once a minute.")
        StageProgress progress) {
    public StageStatus {
        scores = scores == null ? List.of() : List.copyOf(scores);
        weights = weights == null ? List.of() : List.copyOf(weights);
    }

    /** The same with other scores. */
    public StageStatus withScores(List<Score> others) {
        return new StageStatus(
                name,
                kind,
                dataset,
                seed,
                state,
                attempt,
                failures,
                disruptions,
                disruptionsInVain,
                lastDisruption,
                planKey,
                contentKey,
                job,
                startTime,
                completionTime,
                notBefore,
                reused,
                checkpoint,
                others,
                repeated,
                weights,
                message,
                imageDigest,
                progress);
    }

    /** The same with what is known of an attempt beside its state. */
    public StageStatus with(String digest, StageProgress newest) {
        return new StageStatus(
                name,
                kind,
                dataset,
                seed,
                state,
                attempt,
                failures,
                disruptions,
                disruptionsInVain,
                lastDisruption,
                planKey,
                contentKey,
                job,
                startTime,
                completionTime,
                notBefore,
                reused,
                checkpoint,
                scores,
                repeated,
                weights,
                message,
                digest,
                newest);
    }

    /**
     * How far a stage is, as it says itself.
     *
     * @param time when it was read
     * @param step over all epochs
     * @param checkpointStep of the newest checkpoint that is whole
     */
    public record StageProgress(
            @Size(max = 40) @JsonPropertyDescription("When it was read.")
            String time,

            @Size(max = 64) @JsonPropertyDescription("What is being done, as in training.")
            String activity,

            @JsonPropertyDescription("From 1.") Integer epoch,

            Integer epochs,

            @JsonPropertyDescription("Over all epochs.") Long step,

            Long steps,

            Double loss,

            Double imagesPerSecond,

            @JsonPropertyDescription("Estimate for the whole stage.")
            Long remainingSeconds,

            @JsonPropertyDescription("Step of the newest checkpoint, from which the stage would go on.")
            Long checkpointStep) {}

    /**
     * @param attempt that was lost
     * @param reason one word, as in PreemptionByScheduler
     */
    public record Disruption(
            Integer attempt,

            @Size(max = 64) @JsonPropertyDescription("One word, as in PreemptionByScheduler.")
            String reason,

            @Size(max = 2048) String message) {}

    public record Checkpoint(
            Long step,

            @Size(max = 64) @JsonPropertyDescription("SHA-256, hexadecimal.")
            String digest) {}

    /**
     * One network measured on one test set.
     *
     * @param stage whose network it is, when it is another stage's
     * @param output which of the stage's networks
     * @param metric id of what was measured, as in top1
     * @param selection last or best: which epoch's weights
     * @param value of an accuracy the fraction of test images that were classified rightly
     * @param count test images
     */
    public record Score(
            @Size(max = 128) String stage,
            @Size(max = 63) String output,
            @Size(max = 63) String dataset,

            @Size(max = 63)
            @JsonPropertyDescription(
                    "What was measured. top1: arg-max inside the data set's labels; top1-all-labels: over the labels of all data sets.")
            String metric,

            @Size(max = 16) @JsonPropertyDescription("last or best: which epoch's weights.")
            String selection,

            @JsonPropertyDescription("Of an accuracy the fraction of test images that were classified rightly.")
            Double value,

            @JsonPropertyDescription("Test images.") Integer count) {}

    /**
     * Trained weights.
     *
     * @param output which of the stage's networks
     * @param digest SHA-256 of the safetensors file, hexadecimal
     */
    public record Weights(
            @Size(max = 63) @JsonPropertyDescription("Which of the stage's networks.")
            String output,

            @Size(max = 64) @JsonPropertyDescription("SHA-256, hexadecimal.")
            String digest) {}
}
