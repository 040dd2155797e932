package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** How a network is trained. A stage or a data set may override any field; what is absent is taken from the level above. */
public record TrainingSpec(
        @Min(1) @Max(100000) Integer epochs,
        @Min(1) @Max(65536) Integer batchSize,
        Optimizer optimizer,
        Schedule schedule,
        Augmentation augmentation,
        @Min(0) @Max(value = 1, inclusive = false) Double labelSmoothing,
        CheckpointEvery checkpointEvery) {

    /**
     * @param momentum SGD only
     * @param nesterov SGD only
     */
    @ValidationRule(
            value = "self.name == 'SGD' || (!has(self.momentum) && !has(self.nesterov))",
            message = "momentum, nesterov: only SGD has them")
    public record Optimizer(
            @Required OptimizerName name,
            @Min(value = 0, inclusive = false) @Max(1000) Double learningRate,
            @Min(0) @Max(1000) Double weightDecay,
            @Min(0) @Max(value = 1, inclusive = false) Double momentum,
            Boolean nesterov) {}

    /** Optimisers with PyTorch's semantics. */
    public enum OptimizerName {
        @JsonProperty("SGD")
        SGD,
        @JsonProperty("AdamW")
        ADAMW
    }

    /**
     * @param warmup OneCycle and Cosine: fraction of all steps in which the learning rate rises
     * @param milestones Step: fractions of all steps after which the learning rate is multiplied by {@code gamma}
     */
    @ValidationRule(
            value = "self.name in ['OneCycle', 'Cosine'] || !has(self.warmup)",
            message = "warmup: only OneCycle and Cosine have it")
    @ValidationRule(
            value = "self.name == 'Step' ? has(self.milestones) : !has(self.milestones) && !has(self.gamma)",
            message = "milestones, gamma: Step needs milestones, other schedules have neither")
    public record Schedule(
            @Required ScheduleName name,
            @Min(0) @Max(value = 1, inclusive = false) Double warmup,
            @Size(min = 1, max = 20) List<Double> milestones,
            @Min(value = 0, inclusive = false) @Max(1) Double gamma) {
        public Schedule {
            milestones = milestones == null ? List.of() : List.copyOf(milestones);
        }
    }

    /** Learning rate over steps. */
    public enum ScheduleName {
        @JsonProperty("Constant")
        CONSTANT,
        @JsonProperty("Step")
        STEP,
        @JsonProperty("Cosine")
        COSINE,
        @JsonProperty("OneCycle")
        ONE_CYCLE
    }

    /**
     * @param crop pixels of padding around the image before a random crop to its size; 0 for none
     * @param flip whether images are mirrored at random
     */
    public record Augmentation(@Min(0) @Max(64) Integer crop, Boolean flip) {}

    /** How much work a crash may cost. */
    public record CheckpointEvery(
            @Required @Min(1) @Max(86400) Integer seconds) {}
}
