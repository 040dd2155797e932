package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Where a run stands: everything the operator knows about it, so that a new operator goes on from here. Times are RFC 3339.
 *
 * @param phase for people; programs read {@code conditions}
 * @param activeSince when the clock of {@code timeouts.run} was last set going; absent while it stands
 * @param activeSeconds that the clock had gone before
 * @param stagesDone finished and all stages, as in 3/8
 * @param current what is going on
 * @param meanGain mean over data sets of the gain in results
 * @param volume the claim that holds the run's files
 * @param rerun which of spec.rerun's tokens has been carried out
 * @param summary numbers for people
 */
public record MLFDRunStatus(
        @JsonPropertyDescription("Generation of the spec that this status is about.")
        Long observedGeneration,

        @Size(max = 32)
        @JsonPropertyDescription(
                "For people: Pending, Running, Suspending, Suspended, Complete, Failed or Invalid. Programs read conditions.")
        String phase,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Accepted, Progressing, Suspended, Complete, Failed, Finished (nothing goes on; its reason is Complete, Failed, Suspended, Invalid or NotUnderstood), Ready (as Complete; absent while suspended), and kstatus' Reconciling and Stalled.")
        List<Condition> conditions,

        @Size(max = 40) @JsonPropertyDescription("First decision about the run.")
        String startTime,

        @Size(max = 40) @JsonPropertyDescription("When it was complete or had failed.")
        String completionTime,

        @Size(max = 40)
        @JsonPropertyDescription(
                "Since when it has been under way; absent while it is suspended and once it has ended.")
        String activeSince,

        @JsonPropertyDescription(
                "Seconds that it was under way before activeSince. Time during which it was suspended does not count.")
        Long activeSeconds,

        @Size(max = 32) @JsonPropertyDescription("Finished and all stages, as in 3/8.")
        String stagesDone,

        @Size(max = 512) @JsonPropertyDescription("Stages under way.")
        String current,

        @Size(max = 32) @JsonPropertyDescription("Mean of the gains in results, in points.")
        String meanGain,

        @Size(max = 253) @JsonPropertyDescription("The claim that holds the run's files.")
        String volume,

        @Size(max = MOST_STAGES) @JsonPropertyDescription("Every stage of the run.")
        List<StageStatus> stages,

        @Size(max = 160) @JsonPropertyDescription("The result table, as far as it is known.")
        List<ResultStatus> results,

        @Size(max = MLFDRunSpec.MOST_TOKEN)
        @JsonPropertyDescription("The token of spec.rerun that was carried out last.")
        String rerun,

        @JsonPropertyDescription("What kubectl get shows beside the phase.")
        Summary summary) {

    /** How many stages it lists, and so how many a run may have. */
    public static final int MOST_STAGES = 1024;

    public MLFDRunStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        stages = stages == null ? List.of() : List.copyOf(stages);
        results = results == null ? List.of() : List.copyOf(results);
    }

    /** A status of which nothing else is known. */
    public static MLFDRunStatus of(Long observedGeneration, String phase, List<Condition> conditions) {
        return new MLFDRunStatus(
                observedGeneration,
                phase,
                conditions,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Whether the run has begun: from then on its spec is held fixed. */
    public boolean wasStarted() {
        return startTime != null;
    }

    /** The same with other words about it. */
    public MLFDRunStatus withConditions(Long generation, List<Condition> others) {
        return new MLFDRunStatus(
                generation,
                phase,
                others,
                startTime,
                completionTime,
                activeSince,
                activeSeconds,
                stagesDone,
                current,
                meanGain,
                volume,
                stages,
                results,
                rerun,
                summary);
    }

    /** The same with another token that was carried out. */
    public MLFDRunStatus withRerun(String token) {
        return new MLFDRunStatus(
                observedGeneration,
                phase,
                conditions,
                startTime,
                completionTime,
                activeSince,
                activeSeconds,
                stagesDone,
                current,
                meanGain,
                volume,
                stages,
                results,
                token,
                summary);
    }

    /** The same with other stages. */
    public MLFDRunStatus withStages(List<StageStatus> others) {
        return new MLFDRunStatus(
                observedGeneration,
                phase,
                conditions,
                startTime,
                completionTime,
                activeSince,
                activeSeconds,
                stagesDone,
                current,
                meanGain,
                volume,
                others,
                results,
                rerun,
                summary);
    }

    /**
     * Counts of what {@code stages} says one by one.
     *
     * @param running stages whose pod runs
     * @param queued stages that a queue holds
     * @param pending stages whose pod does not run yet
     * @param retries attempts that failed or were lost, of all stages
     * @param duration how long the run was under way, once it has ended
     */
    public record Summary(
            @JsonPropertyDescription("Stages whose pod runs.")
            Integer running,

            @JsonPropertyDescription("Stages that a queue holds.")
            Integer queued,

            @JsonPropertyDescription("Stages whose pod does not run yet.")
            Integer pending,

            @JsonPropertyDescription("Attempts that failed or were lost, of all stages.")
            Integer retries,

            @Size(max = 32)
            @JsonPropertyDescription(
                    "How long the run was under way, without the time during which it was suspended; once it has ended.")
            String duration) {}

    /** A Kubernetes API condition. */
    public record Condition(
            @Required @Size(max = 64) String type,
            @Required @Size(max = 16) String status,

            @JsonPropertyDescription("Generation of the spec that this status is about.")
            Long observedGeneration,

            @Required @Size(max = 40) String lastTransitionTime,
            @Required @Size(max = 128) String reason,
            @Required @Size(max = 8192) String message) {}

    /**
     * One line of the result table, of the last epoch's weights.
     *
     * @param values in the order of the plan
     * @param gain of what the method makes over what it is compared with first, in the metric's unit
     */
    public record ResultStatus(
            @Required @Size(max = 63) String dataset,
            Long seed,

            @Size(max = 64) @JsonPropertyDescription("What was measured of which network.")
            List<ResultValue> values,

            @Size(max = 16)
            @JsonPropertyDescription("Of what the method makes, over what it is compared with first, in points.")
            String gain) {
        public ResultStatus {
            values = values == null ? List.of() : List.copyOf(values);
        }
    }

    /**
     * @param role what the network is in the method, as in teacher or student
     * @param metric id of what was measured, as in top1
     * @param value accuracies in percent
     */
    public record ResultValue(
            @Required @Size(max = 63) @JsonPropertyDescription("What the network is in the method, as in student.")
            String role,

            @Required @Size(max = 63) @JsonPropertyDescription("What was measured, as in top1.")
            String metric,

            @Required
            @Size(max = 16)
            @JsonPropertyDescription("Shares in percent, with one decimal; other numbers with four digits.")
            String value) {}
}
