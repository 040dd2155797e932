package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.api.TrainingSpec.NoDecay;
import io.mlfd.api.TrainingSpec.OptimizerName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How a network is trained, every default filled in. */
public record Training(
        int epochs,
        int batchSize,
        Optimizer optimizer,
        Schedule schedule,
        Augmentation augmentation,
        double labelSmoothing,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ClassWeights> classWeights,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<AveragedWeights> ema,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalInt accumulate) {

    /** Of the weights of the last step, updated after every batch. */
    public Training(
            int epochs,
            int batchSize,
            Optimizer optimizer,
            Schedule schedule,
            Augmentation augmentation,
            double labelSmoothing,
            Optional<ClassWeights> classWeights) {
        this(
                epochs,
                batchSize,
                optimizer,
                schedule,
                augmentation,
                labelSmoothing,
                classWeights,
                Optional.empty(),
                OptionalInt.empty());
    }

    /** Where all classes weigh 1. */
    public Training(
            int epochs,
            int batchSize,
            Optimizer optimizer,
            Schedule schedule,
            Augmentation augmentation,
            double labelSmoothing) {
        this(epochs, batchSize, optimizer, schedule, augmentation, labelSmoothing, Optional.empty());
    }

    /**
     * {@code momentum} and {@code nesterov} are 0 and false for AdamW.
     *
     * @param noDecay what is not decayed; empty where all is
     * @param clipNorm the largest norm of the gradients together that is followed; empty for any
     * @param layerDecay what a block's rate is of the next one's, above 0 and below 1; empty where all have the same
     */
    public record Optimizer(
            OptimizerName name,
            double learningRate,
            double weightDecay,
            double momentum,
            boolean nesterov,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<NoDecay> noDecay,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalDouble clipNorm,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalDouble layerDecay) {
        /** Which decays everything and follows gradients of any size. */
        public Optimizer(
                OptimizerName name, double learningRate, double weightDecay, double momentum, boolean nesterov) {
            this(
                    name,
                    learningRate,
                    weightDecay,
                    momentum,
                    nesterov,
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty());
        }

        /** The same with another weight decay. */
        public Optimizer withDecay(double other) {
            return new Optimizer(name, learningRate, other, momentum, nesterov, noDecay, clipNorm, layerDecay);
        }

        /** The same with one rate for all layers. */
        public Optimizer withoutLayerDecay() {
            return new Optimizer(
                    name, learningRate, weightDecay, momentum, nesterov, noDecay, clipNorm, OptionalDouble.empty());
        }
    }

    /** {@code decay}: what the average keeps of itself at each update */
    public record AveragedWeights(double decay) {}

    /** How the learning rate moves from the optimiser's. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(Constant.class),
        @JsonSubTypes.Type(Step.class),
        @JsonSubTypes.Type(Cosine.class),
        @JsonSubTypes.Type(OneCycle.class)
    })
    public sealed interface Schedule {}

    /** {@code warmup}: fraction of all steps with a linear rise, empty without one. */
    @JsonTypeName("Constant")
    public record Constant(
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalDouble warmup) implements Schedule {
        public Constant() {
            this(OptionalDouble.empty());
        }
    }

    /**
     * {@code milestones}: fractions of all steps, rising.
     *
     * @param warmup fraction of all steps with a linear rise, empty without one
     */
    @JsonTypeName("Step")
    public record Step(
            List<Double> milestones,
            double gamma,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalDouble warmup) implements Schedule {
        public Step {
            milestones = List.copyOf(milestones);
        }

        public Step(List<Double> milestones, double gamma) {
            this(milestones, gamma, OptionalDouble.empty());
        }
    }

    /** {@code warmup}: fraction of all steps with a linear rise. */
    @JsonTypeName("Cosine")
    public record Cosine(double warmup) implements Schedule {}

    /** {@code warmup}: PyTorch's {@code pct_start}. */
    @JsonTypeName("OneCycle")
    public record OneCycle(double warmup) implements Schedule {}

    /** What has no effect is left out, so that its JSON is that of a release which did not have it. */
    public record Augmentation(
            int crop,
            boolean flip,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<RandomResizedCrop> randomResizedCrop,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<RandAugment> randAugment,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ColorJitter> colorJitter,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Erasing> erasing,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Mixing> mixup,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Mixing> cutMix) {
        public static final Augmentation NONE = new Augmentation(0, false);

        /** With crop and flip alone. */
        public Augmentation(int crop, boolean flip) {
            this(
                    crop,
                    flip,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** What happens to each image by itself. */
        public Augmentation withoutMixing() {
            return new Augmentation(
                    crop,
                    flip,
                    randomResizedCrop,
                    randAugment,
                    colorJitter,
                    erasing,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    public record Span(double low, double high) {}

    /** {@code scale}: share of the image's area. {@code ratio}: of width to height */
    public record RandomResizedCrop(Span scale, Span ratio) {}

    /** {@code magnitude}: 0 to 30 */
    public record RandAugment(int ops, int magnitude) {}

    /** How far each is moved, 0 for not at all; {@code hue} at most 0.5. */
    public record ColorJitter(double brightness, double contrast, double saturation, double hue) {}

    /** {@code scale}: share of the image's area. {@code ratio}: of height to width */
    public record Erasing(double probability, Span scale, Span ratio) {}

    /** {@code alpha}: of the beta distribution of the share that an image keeps */
    public record Mixing(double alpha) {}

    /** What classes weigh in the cross-entropy with labels. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(Balanced.class), @JsonSubTypes.Type(Given.class)})
    public sealed interface ClassWeights {}

    /** The more the fewer train images there are of a class. */
    @JsonTypeName("Balanced")
    public record Balanced() implements ClassWeights {}

    /** {@code weights}: by the classes' names, of whichever data sets */
    @JsonTypeName("Given")
    public record Given(Map<String, Double> weights) implements ClassWeights {
        public Given {
            weights = Map.copyOf(weights);
        }
    }

    /** The same without random changes of images. */
    public Training withoutAugmentation() {
        return new Training(
                epochs,
                batchSize,
                optimizer,
                schedule,
                Augmentation.NONE,
                labelSmoothing,
                classWeights,
                ema,
                accumulate);
    }

    /** The same with another optimiser. */
    public Training with(Optimizer other) {
        return new Training(
                epochs, batchSize, other, schedule, augmentation, labelSmoothing, classWeights, ema, accumulate);
    }
}
