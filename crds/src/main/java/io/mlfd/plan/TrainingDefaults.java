package io.mlfd.plan;

import io.mlfd.api.TrainingSpec;
import io.mlfd.api.TrainingSpec.NoDecay;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.TrainingSpec.ScheduleName;
import io.mlfd.contract.Training;
import io.mlfd.contract.Training.Augmentation;
import io.mlfd.contract.Training.ClassWeights;
import io.mlfd.contract.Training.Optimizer;
import io.mlfd.contract.Training.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Training settings as they take effect: the most specific level that has a field decides it. {@code optimizer},
 * {@code schedule}, {@code augmentation} and {@code classWeights} are taken whole, since their fields belong together.
 */
public final class TrainingDefaults {
    static final int EPOCHS = 30;
    static final int BATCH_SIZE = 64;
    static final int CHECKPOINT_SECONDS = 60;
    static final double ADAMW_LEARNING_RATE = 1e-3;
    static final double ADAMW_WEIGHT_DECAY = 1e-2;
    static final double SGD_LEARNING_RATE = 0.1;
    static final double SGD_WEIGHT_DECAY = 5e-4;
    static final double SGD_MOMENTUM = 0.9;
    static final double ONE_CYCLE_WARMUP = 0.3;
    static final double STEP_GAMMA = 0.1;

    private final List<TrainingSpec> levels;

    /**
     * @param run what holds where no other level has a field
     * @param mostSpecificFirst absent ones are {@code null}
     */
    public TrainingDefaults(TrainingSpec run, TrainingSpec... mostSpecificFirst) {
        levels = Stream.concat(Arrays.stream(mostSpecificFirst), Stream.of(run))
                .filter(Objects::nonNull)
                .toList();
    }

    public Training effective() {
        return new Training(
                first(TrainingSpec::epochs).orElse(EPOCHS),
                first(TrainingSpec::batchSize).orElse(BATCH_SIZE),
                optimizer(),
                schedule(),
                first(TrainingSpec::augmentation)
                        .map(AugmentationDefaults::effective)
                        .orElse(Augmentation.NONE),
                first(TrainingSpec::labelSmoothing).orElse(0.0),
                first(TrainingSpec::classWeights).flatMap(TrainingDefaults::classWeights),
                first(TrainingSpec::ema)
                        .filter(ema -> ema.decay() > 0)
                        .map(ema -> new Training.AveragedWeights(ema.decay())),
                accumulate());
    }

    private OptionalInt accumulate() {
        int batches = first(TrainingSpec::accumulate).orElse(1);
        return batches > 1 ? OptionalInt.of(batches) : OptionalInt.empty();
    }

    private static Optional<ClassWeights> classWeights(TrainingSpec.ClassWeights given) {
        return switch (given.name()) {
            case NONE -> Optional.empty();
            case BALANCED -> Optional.of(new Training.Balanced());
            case GIVEN -> Optional.of(new Training.Given(given.weights()));
        };
    }

    int checkpointSeconds() {
        return first(TrainingSpec::checkpointEvery)
                .map(TrainingSpec.CheckpointEvery::seconds)
                .orElse(CHECKPOINT_SECONDS);
    }

    private Optimizer optimizer() {
        TrainingSpec.Optimizer given = first(TrainingSpec::optimizer)
                .orElse(new TrainingSpec.Optimizer(OptimizerName.ADAMW, null, null, null, null, null, null, null));
        Optional<NoDecay> noDecay = Optional.ofNullable(given.noDecay()).filter(what -> what != NoDecay.NONE);
        OptionalDouble clipNorm = aboveZero(given.clipNorm());
        OptionalDouble layerDecay = given.layerDecay() == null || given.layerDecay() == 1
                ? OptionalDouble.empty()
                : OptionalDouble.of(given.layerDecay());
        return switch (given.name()) {
            case ADAMW ->
                new Optimizer(
                        OptimizerName.ADAMW,
                        orElse(given.learningRate(), ADAMW_LEARNING_RATE),
                        orElse(given.weightDecay(), ADAMW_WEIGHT_DECAY),
                        0,
                        false,
                        noDecay,
                        clipNorm,
                        layerDecay);
            case SGD -> {
                double momentum = orElse(given.momentum(), SGD_MOMENTUM);
                yield new Optimizer(
                        OptimizerName.SGD,
                        orElse(given.learningRate(), SGD_LEARNING_RATE),
                        orElse(given.weightDecay(), SGD_WEIGHT_DECAY),
                        momentum,
                        orElse(given.nesterov(), momentum > 0),
                        noDecay,
                        clipNorm,
                        layerDecay);
            }
        };
    }

    private Schedule schedule() {
        TrainingSpec.Schedule given = first(TrainingSpec::schedule)
                .orElse(new TrainingSpec.Schedule(ScheduleName.CONSTANT, null, List.of(), null));
        return switch (given.name()) {
            case CONSTANT -> new Training.Constant(aboveZero(given.warmup()));
            case STEP ->
                new Training.Step(given.milestones(), orElse(given.gamma(), STEP_GAMMA), aboveZero(given.warmup()));
            case COSINE -> new Training.Cosine(orElse(given.warmup(), 0.0));
            case ONE_CYCLE -> new Training.OneCycle(orElse(given.warmup(), ONE_CYCLE_WARMUP));
        };
    }

    /** Empty for nothing and for 0, which say the same. */
    private static OptionalDouble aboveZero(Double value) {
        return value == null || value == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private <T> Optional<T> first(Function<TrainingSpec, T> field) {
        return levels.stream().map(field).filter(Objects::nonNull).findFirst();
    }

    private static <T> T orElse(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
