package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.mlfd.api.TrainingSpec;
import java.util.List;
import java.util.Map;

/**
 * Multi-Level Feature Distillation of joint teachers (Iordache, Alexe, Ionescu, WACV 2025).
 *
 * @param levels depths at which maps are fused and distilled, counted from the end: last-1, last, embedding
 */
@ValidationRule(
        value = "!has(self.levels) || self.levels.all(a, self.levels.exists_one(b, b == a))",
        message = "levels: must differ")
@ValidationRule(
        value = "!has(self.levels) || !has(self.distillation) || !has(self.distillation.levelWeights)"
                + " || self.distillation.levelWeights.all(l, l in self.levels)",
        message = "distillation.levelWeights: names a level that levels does not")
public record MlfdSpec(
        @Size(min = 1, max = 10)
        @JsonPropertyDescription(
                "Depths at which maps are fused and distilled, counted from the end: last, last-1 and so on, embedding. Default [last, embedding].")
        List<@Pattern(MlfdSpec.LEVEL) @Size(max = 9) String> levels,

        @JsonPropertyDescription("The joint teacher.") Joint joint,

        @JsonPropertyDescription("How students learn from it.")
        Distillation distillation) {
    static final String LEVEL = "^(last(-[1-9])?|embedding)$";

    public MlfdSpec {
        levels = levels == null ? List.of() : List.copyOf(levels);
    }

    /**
     * @param trunk whether adaptors and trunk are one for all data sets
     * @param experts whose maps a data set's joint teacher fuses
     * @param folds that the train images of a data set are divided into, where its expert's features are out of fold
     * @param adaptorWidth channels that each expert's maps are brought to before fusion
     * @param activation of the adaptors' fusion and the trunk
     * @param dropout in front of the classifier
     * @param standardisation of the features that are fused
     * @param unionNetwork whether what was trained on all data sets at once is one more expert
     */
    @ValidationRule(
            value = "!has(self.training) || !has(self.training.augmentation)",
            message = "training.augmentation: the joint teacher trains on cached maps of unaugmented images")
    @ValidationRule(
            value = "!has(self.folds) || (has(self.experts) && self.experts == 'OutOfFold')",
            message = "folds: is for experts: OutOfFold")
    public record Joint(
            @JsonPropertyDescription(
                    "Shared: one trunk for all data sets, a neck and a head each. PerDataset: a joint teacher per data set. Default Shared.")
            Trunk trunk,

            @JsonPropertyDescription(
                    "Whose maps a data set's joint teacher fuses: All; Others (without its own expert); or OutOfFold (all, and of its own expert what it says of images that it was not trained on: in its place come experts that were each trained without a part of the images). Default All.")
            Experts experts,

            @Min(2)
            @Max(10)
            @JsonPropertyDescription(
                    "With experts: OutOfFold, in how many parts the train images of each class are divided, and so how many experts are trained for a data set in addition, each without one part. Default 3.")
            Integer folds,

            @JsonPropertyDescription(
                    "true: the union network is one more expert of every data set, whatever experts says. It is that of the Joint control, one network trained on all data sets at once, and of each different network of the students there is one; it is trained whether or not spec.baselines names Joint. Default false.")
            Boolean unionNetwork,

            @JsonPropertyDescription(
                    "Brings every expert's features to a common scale before they are fused, by what is known of the training images. PerChannel: each channel has mean 0 and variance 1. PhiS: all channels have mean 0 and one mean variance of 1, spread evenly over them by a rotation, so that distances keep their proportions (PHI-S, Ranzinger et al. 2024); channels must be as many as there is a Hadamard matrix for. Default None.")
            Standardisation standardisation,

            @Min(1)
            @Max(8192)
            @JsonPropertyDescription("Channels that each expert's maps are brought to before fusion. Default 128.")
            Integer adaptorWidth,

            @JsonPropertyDescription(
                    "What follows each batch normalisation of the fusion and the trunk. Gelu: maps that are distilled can be a little below 0. Relu: they cannot, as those of most students. Silu. Default Gelu, as in the authors' code.")
            Activation activation,

            @Min(0)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription("In front of the classifier. Default 0.5.")
            Double dropout,

            @JsonPropertyDescription(
                    "Overrides spec.training. Augmentation does not apply: the joint teacher trains on cached maps.")
            TrainingSpec training) {}

    /** The joint teacher's shape. */
    public enum Trunk {
        /** Adaptors and trunk shared, a neck and a head per data set: the paper's wording. */
        @JsonProperty("Shared")
        SHARED,
        /** One joint teacher per data set: the authors' code. */
        @JsonProperty("PerDataset")
        PER_DATASET
    }

    /** Functions of one value. */
    public enum Activation {
        /** x times the normal distribution function of x. */
        @JsonProperty("Gelu")
        GELU,
        /** The larger of x and 0. */
        @JsonProperty("Relu")
        RELU,
        /** x times the logistic function of x. */
        @JsonProperty("Silu")
        SILU
    }

    /** How features come to a common scale. */
    public enum Standardisation {
        @JsonProperty("None")
        NONE,
        /** Mean 0 and variance 1 of each channel. */
        @JsonProperty("PerChannel")
        PER_CHANNEL,
        /** Isotropic: one scale for all channels, behind a rotation that spreads the variance evenly. */
        @JsonProperty("PhiS")
        PHI_S
    }

    /** Whose maps are fused. */
    public enum Experts {
        @JsonProperty("All")
        ALL,
        /** Without the data set's own expert ("blind"). */
        @JsonProperty("Others")
        OTHERS,
        /** With the own expert's features of images that it was not trained on. */
        @JsonProperty("OutOfFold")
        OUT_OF_FOLD
    }

    @ValidationRule(
            value = "!has(self.training) || !has(self.training.augmentation)"
                    + " || (!has(self.training.augmentation.mixup) && !has(self.training.augmentation.cutMix))",
            message =
                    "training.augmentation: students learn what is known of images as they are; leave mixup and cutMix out")
    public record Distillation(
            @Min(value = 0, inclusive = false)
            @Max(100)
            @JsonPropertyDescription("Softens both distributions. Default 2.")
            Double temperature,

            @JsonPropertyDescription("Weights of the loss terms. Default 0.6, 0.2, 0.2.")
            Weights weights,

            @JsonPropertyDescription("Overrides spec.training for students, those of the OwnTeacher control included.")
            TrainingSpec training,

            @JsonPropertyDescription(
                    "How maps of a student whose network is not its expert's come to the width of the joint teacher's. None: the joint teacher's maps have the student's width. OneByOne: they have the expert's width, and a 1x1 convolution that is learned with the student, and is no part of it, brings the student's to that. Default None, as in the paper.")
            Projector projector,

            @JsonPropertyDescription(
                    "What the joint teacher says of the training images is computed once and read from the run's volume in every step. Left out, it is computed from the experts' cached maps in every step.")
            OutputCache cache,

            @JsonPropertyDescription(
                    "The scale on which a student's maps are compared with the joint teacher's, by the latter's spread over the training images. PerChannel: differences in a channel are divided by its deviation. PhiS: those of a level by one deviation for all channels. Default None: as they are, as in the paper.")
            Standardisation standardisation,

            @Size(min = 1, max = 10)
            @JsonPropertyDescription(
                    "What levels weigh among each other in weights.features, by level; those that are not named weigh 1. 0: the level is fused and not compared. Default: all weigh the same, as in the paper.")
            Map<String, @Min(0) @Max(1000) Double> levelWeights) {
        public Distillation {
            levelWeights = levelWeights == null ? Map.of() : Map.copyOf(levelWeights);
        }
    }

    /**
     * What the joint teacher says, kept.
     *
     * @param views of each image
     * @param precision of what is kept
     * @param afterwards what becomes of the cache
     */
    public record OutputCache(
            @Min(1)
            @Max(1000)
            @JsonPropertyDescription(
                    "Augmented views of each image that the joint teacher and the student both see; in epoch e, from 0, the one of number e mod views. Left out, the joint teacher sees images as they are, whatever the student sees.")
            Integer views,

            @JsonPropertyDescription(
                    "Float32: as computed. Float16: half the room, rounded to 11 significant bits. Default Float32.")
            Precision precision,

            @JsonPropertyDescription(
                    "What becomes of the cache when the student is trained: Delete or Keep. Default Delete.")
            Afterwards afterwards) {}

    /** What values of a cache are kept as. */
    public enum Precision {
        @JsonProperty("Float32")
        FLOAT32,
        @JsonProperty("Float16")
        FLOAT16
    }

    /** What becomes of a cache when nobody needs it any more. */
    public enum Afterwards {
        @JsonProperty("Delete")
        DELETE,
        @JsonProperty("Keep")
        KEEP
    }

    /** What stands between a student's maps and those it learns from. */
    public enum Projector {
        @JsonProperty("None")
        NONE,
        @JsonProperty("OneByOne")
        ONE_BY_ONE
    }

    /** Weights of the student's loss terms. */
    @ValidationRule(
            value = "double(self.soft) + double(self.features) + double(self.hard) > 0.0",
            message = "weights: all are zero, nothing would be learnt")
    public record Weights(
            @Required
            @Min(0)
            @Max(1000)
            @JsonPropertyDescription("Soft cross-entropy with the joint teacher, times temperature squared.")
            Double soft,

            @Required
            @Min(0)
            @Max(1000)
            @JsonPropertyDescription("Mean over levels of the mean squared error between maps.")
            Double features,

            @Required @Min(0) @Max(1000) @JsonPropertyDescription("Cross-entropy with labels.")
            Double hard) {}
}
