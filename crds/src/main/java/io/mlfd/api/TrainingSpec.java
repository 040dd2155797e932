package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** How a network is trained. A stage or a data set may override any field; what is absent is taken from the level above. */
public record TrainingSpec(
        @Min(1) @Max(100000) @JsonPropertyDescription("How often every training image is seen. Default 30.")
        Integer epochs,

        @Min(1) @Max(65536) @JsonPropertyDescription("Images per step. Default 64.")
        Integer batchSize,

        @JsonPropertyDescription("Taken whole: overriding it overrides all its fields. Default AdamW.")
        Optimizer optimizer,

        @JsonPropertyDescription("Learning rate over steps; taken whole. Default Constant.")
        Schedule schedule,

        @JsonPropertyDescription("Random changes of training images; taken whole. Default none.")
        AugmentationSpec augmentation,

        @Min(0)
        @Max(value = 1, inclusive = false)
        @JsonPropertyDescription("Share of each label that is spread over all classes. Default 0.")
        Double labelSmoothing,

        @JsonPropertyDescription(
                "What classes weigh in the cross-entropy with labels; taken whole. Default None: all the same.")
        ClassWeights classWeights,

        @JsonPropertyDescription("How much work a crash may cost. Read from spec.training only.")
        CheckpointEvery checkpointEvery,

        @JsonPropertyDescription(
                "A running average of the weights, which then is what is evaluated, saved and used by later stages; the weights that it is of go on being trained. Default none.")
        AveragedWeights ema,

        @Min(1)
        @Max(1024)
        @JsonPropertyDescription(
                "Batches whose gradients are averaged to one update, within an epoch: as a batch of so many times the images, in the memory of one. Batch normalisation sees each batch by itself. Default 1.")
        Integer accumulate) {

    /**
     * @param momentum SGD only
     * @param nesterov SGD only
     */
    @ValidationRule(
            value = "self.name == 'SGD' || (!has(self.momentum) && !has(self.nesterov))",
            message = "momentum, nesterov: only SGD has them")
    @ValidationRule(
            value = "!has(self.nesterov) || !self.nesterov || !has(self.momentum) || self.momentum > 0.0",
            message = "nesterov: needs a momentum above 0")
    public record Optimizer(
            @Required @JsonPropertyDescription("SGD or AdamW, with PyTorch's semantics.")
            OptimizerName name,

            @Min(value = 0, inclusive = false)
            @Max(1000)
            @JsonPropertyDescription("Peak learning rate. Default 1e-3 for AdamW, 0.1 for SGD.")
            Double learningRate,

            @Min(0) @Max(1000) @JsonPropertyDescription("Default 1e-2 for AdamW (decoupled), 5e-4 for SGD.")
            Double weightDecay,

            @Min(0) @Max(value = 1, inclusive = false) @JsonPropertyDescription("SGD only. Default 0.9.")
            Double momentum,

            @JsonPropertyDescription("SGD only. Default true where there is momentum.")
            Boolean nesterov,

            @JsonPropertyDescription(
                    "What weightDecay leaves alone: None, or NormsAndBiases (all that has one axis). Default None, as in PyTorch.")
            NoDecay noDecay,

            @Min(0)
            @Max(1000000)
            @JsonPropertyDescription(
                    "The largest norm of all gradients together that this optimiser follows; larger ones are scaled down, as PyTorch's clip_grad_norm_ does. Default 0: none are.")
            Double clipNorm,

            @Min(value = 0, inclusive = false)
            @Max(1)
            @JsonPropertyDescription(
                    "What a block's learning rate is of the next one's, as in 0.75: the head has the whole rate, the last block that much less, and the stem the least (layer decay, as timm counts layers). For the fine-tuning of transformers and of ConvNeXt; does not apply to the joint teacher. Default 1: all have the same rate.")
            Double layerDecay) {}

    /** What is not decayed. */
    public enum NoDecay {
        @JsonProperty("None")
        NONE,
        @JsonProperty("NormsAndBiases")
        NORMS_AND_BIASES
    }

    /** Optimisers with PyTorch's semantics. */
    public enum OptimizerName {
        @JsonProperty("SGD")
        SGD,
        @JsonProperty("AdamW")
        ADAMW
    }

    /**
     * @param warmup fraction of all updates in which the learning rate rises
     * @param milestones Step: fractions of all steps after which the learning rate is multiplied by {@code gamma}
     */
    @ValidationRule(
            value = "self.name == 'Step' ? has(self.milestones) : !has(self.milestones) && !has(self.gamma)",
            message = "milestones, gamma: Step needs milestones, other schedules have neither")
    @ValidationRule(
            value = "!has(self.milestones) || (self.milestones.isSorted() && self.milestones.all(a, a > 0.0 && a < 1.0"
                    + " && self.milestones.exists_one(b, b == a)))",
            message = "milestones: must rise and lie between 0 and 1")
    public record Schedule(
            @Required @JsonPropertyDescription("Constant, Step, Cosine or OneCycle.")
            ScheduleName name,

            @Min(0)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription(
                    "Fraction of all updates in which the learning rate rises: linearly, and as half a cosine for OneCycle. Default 0.3 for OneCycle, 0 for the others.")
            Double warmup,

            @Size(min = 1, max = 20)
            @JsonPropertyDescription(
                    "Step: rising fractions of all steps after which the learning rate is multiplied by gamma.")
            List<Double> milestones,

            @Min(value = 0, inclusive = false) @Max(1) @JsonPropertyDescription("Step: default 0.1.")
            Double gamma) {
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

    /** @param weights Given: by class */
    @ValidationRule(
            value = "self.name == 'Given' ? has(self.weights) : !has(self.weights)",
            message = "weights: classWeights Given need them, others have none")
    public record ClassWeights(
            @Required
            @JsonPropertyDescription(
                    "None; Balanced: images over the class's images and the number of classes; or Given. As the weight of PyTorch's CrossEntropyLoss.")
            ClassWeightsName name,

            @Size(min = 1, max = 4000)
            @JsonPropertyDescription(
                    "Given: a weight above 0 for every class of the data sets that are trained so, by the class's name.")
            Map<String, @Min(value = 0, inclusive = false) @Max(1000000) Double> weights) {
        public ClassWeights {
            weights = weights == null ? Map.of() : Map.copyOf(weights);
        }
    }

    /** What classes weigh. */
    public enum ClassWeightsName {
        @JsonProperty("None")
        NONE,
        @JsonProperty("Balanced")
        BALANCED,
        @JsonProperty("Given")
        GIVEN
    }

    /** As {@code torch.optim.swa_utils.AveragedModel} with {@code get_ema_multi_avg_fn}, running statistics included. */
    public record AveragedWeights(
            @Required
            @Min(0)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription(
                    "What the average keeps of itself at each update, as in 0.999: it looks back over about 1 / (1 - decay) updates. 0 for none.")
            Double decay) {}

    /** How much work a crash may cost. */
    public record CheckpointEvery(
            @Required
            @Min(1)
            @Max(86400)
            @JsonPropertyDescription("At most so many seconds lie between two checkpoints. Default 60.")
            Integer seconds) {}
}
