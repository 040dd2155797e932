package io.mlfd.api;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Where a run stands: everything the operator knows about it, so that a new operator goes on from here. Times are RFC 3339.
 *
 * @param phase for people; programs read {@code conditions}
 * @param stagesDone finished and all stages, as in 3/8
 * @param current what is going on
 * @param meanGain students' accuracy over their experts', mean over data sets, in points
 * @param volume the claim that holds the run's files
 */
public record MLFDRunStatus(
        Long observedGeneration,
        @Size(max = 32) String phase,
        @Size(max = 16) List<Condition> conditions,
        @Size(max = 40) String startTime,
        @Size(max = 40) String completionTime,
        @Size(max = 32) String stagesDone,
        @Size(max = 512) String current,
        @Size(max = 32) String meanGain,
        @Size(max = 253) String volume,
        @Size(max = 1024) List<StageStatus> stages,
        @Size(max = 160) List<ResultStatus> results) {

    public MLFDRunStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        stages = stages == null ? List.of() : List.copyOf(stages);
        results = results == null ? List.of() : List.copyOf(results);
    }

    /** A Kubernetes API condition. */
    public record Condition(
            @Required @Size(max = 64) String type,
            @Required @Size(max = 16) String status,
            Long observedGeneration,
            @Required @Size(max = 40) String lastTransitionTime,
            @Required @Size(max = 128) String reason,
            @Required @Size(max = 8192) String message) {}

    /**
     * @param attempt number of the current or last attempt, from 1; the next one when none is active
     * @param failures attempts that failed
     * @param disruptions attempts that were lost to preemption, eviction, node loss or deletion
     * @param planKey hash of everything that decides what the stage computes
     * @param contentKey planKey together with the data and inputs that were found
     * @param notBefore when the next attempt may start
     * @param reused whether an earlier run's finished folder was taken
     */
    public record StageStatus(
            @Required @Size(max = 128) String name,
            @Required @Size(max = 32) String kind,
            @Size(max = 63) String dataset,
            Long seed,
            @Required @Size(max = 32) String state,
            @Required Integer attempt,
            @Required Integer failures,
            @Required Integer disruptions,
            @Required @Size(max = 64) String planKey,
            @Size(max = 64) String contentKey,
            @Size(max = 63) String job,
            @Size(max = 40) String startTime,
            @Size(max = 40) String completionTime,
            @Size(max = 40) String notBefore,
            Boolean reused,
            Checkpoint checkpoint,
            @Size(max = 64) List<Score> scores,
            @Size(max = 32) List<Weights> weights,
            @Size(max = 2048) String message) {
        public StageStatus {
            scores = scores == null ? List.of() : List.copyOf(scores);
            weights = weights == null ? List.of() : List.copyOf(weights);
        }
    }

    public record Checkpoint(Long step, @Size(max = 64) String digest) {}

    /**
     * Accuracy of one network on one test set.
     *
     * @param stage whose network it is, when it is another stage's
     * @param scoring own (arg-max inside the data set's labels) or union (over the labels of all data sets)
     * @param selection last or best: which epoch's weights
     * @param top1 fraction of test images that were classified rightly
     * @param images test images
     */
    public record Score(
            @Size(max = 128) String stage,
            @Size(max = 63) String dataset,
            @Size(max = 16) String scoring,
            @Size(max = 16) String selection,
            Double top1,
            Integer images) {}

    /**
     * Trained weights.
     *
     * @param digest SHA-256 of the safetensors file, hexadecimal
     */
    public record Weights(
            @Size(max = 63) String dataset, @Size(max = 64) String digest) {}

    /**
     * One line of the result table, top-1 accuracies in percent of the last epoch's weights, as text with one decimal.
     *
     * @param gain student over teacher, in points
     */
    public record ResultStatus(
            @Required @Size(max = 63) String dataset,
            Long seed,
            @Size(max = 16) String teacher,
            @Size(max = 16) String joint,
            @Size(max = 16) String student,
            @Size(max = 16) String baselineJoint,
            @Size(max = 16) String baselineOwnTeacher,
            @Size(max = 16) String gain) {}
}
