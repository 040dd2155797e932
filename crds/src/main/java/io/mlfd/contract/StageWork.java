package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mlfd.api.GeneratedKind;
import io.mlfd.api.MethodSpec.Experts;
import io.mlfd.api.MethodSpec.Trunk;
import io.mlfd.api.TrainingSpec.OptimizerName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What a stage computes: every value that decides its result apart from the seed, the data and its inputs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StageWork.TrainTeacher.class, name = "TrainTeacher"),
    @JsonSubTypes.Type(value = StageWork.TakeTeacher.class, name = "TakeTeacher"),
    @JsonSubTypes.Type(value = StageWork.TrainJointTeacher.class, name = "TrainJointTeacher"),
    @JsonSubTypes.Type(value = StageWork.Distill.class, name = "Distill"),
    @JsonSubTypes.Type(value = StageWork.TrainUnion.class, name = "TrainUnion"),
    @JsonSubTypes.Type(value = StageWork.DistillOwnTeacher.class, name = "DistillOwnTeacher"),
    @JsonSubTypes.Type(value = StageWork.Report.class, name = "Report")
})
public sealed interface StageWork {

    /** Trains one data set's expert with labels. */
    record TrainTeacher(DatasetWork dataset, int inputSize, Training training) implements StageWork {}

    /** Takes an expert from a safetensors file and evaluates it. {@code checkpoint}: path below the data root. */
    record TakeTeacher(DatasetWork dataset, int inputSize, String checkpoint) implements StageWork {}

    /**
     * Builds the cache of all experts' maps and trains the joint teacher T* on it.
     *
     * @param levels where maps are fused, from the earliest to the last, as in a run file
     * @param adaptorWidth channels d of each adaptor
     */
    record TrainJointTeacher(
            List<DatasetWork> datasets,
            int inputSize,
            List<String> levels,
            Trunk trunk,
            Experts experts,
            int adaptorWidth,
            double dropout,
            Training training)
            implements StageWork {
        public TrainJointTeacher {
            datasets = List.copyOf(datasets);
            levels = List.copyOf(levels);
        }
    }

    /** Trains one data set's student from labels, T*'s soft labels and T*'s maps. {@code joint} describes T*. */
    record Distill(
            DatasetWork dataset,
            int inputSize,
            TrainJointTeacher joint,
            double temperature,
            LossWeights weights,
            Training training)
            implements StageWork {}

    /** Baseline: one network of {@code network}'s shape on the union of all data sets, one softmax over all labels. */
    record TrainUnion(List<DatasetWork> datasets, Network network, int inputSize, Training training)
            implements StageWork {
        public TrainUnion {
            datasets = List.copyOf(datasets);
        }
    }

    /** Control: the student from labels and its own expert's soft labels. {@code weights.features} is 0. */
    record DistillOwnTeacher(
            DatasetWork dataset, int inputSize, double temperature, LossWeights weights, Training training)
            implements StageWork {}

    /** Collects all results into tables, curves and a page. */
    record Report(List<DatasetWork> datasets) implements StageWork {
        public Report {
            datasets = List.copyOf(datasets);
        }
    }

    /** A data set as a stage sees it. */
    record DatasetWork(String name, Source source, Network network) {}

    /** {@code name} as in {@link io.mlfd.plan.Architecture.Family#label()}. */
    record Network(String name, int width) {}

    /** Where images come from. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ImageFolder.class, name = "ImageFolder"),
        @JsonSubTypes.Type(value = Generated.class, name = "Generated")
    })
    sealed interface Source {
        /** Fraction of the training images set aside for model selection. */
        OptionalDouble validation();
    }

    /** {@code classes}: empty for all. */
    record ImageFolder(
            String path,
            List<String> classes,
            OptionalInt trainPerClass,
            OptionalInt testPerClass,
            OptionalDouble validation)
            implements Source {
        public ImageFolder {
            classes = List.copyOf(classes);
        }
    }

    /** {@code classes}: empty for all. */
    record Generated(
            GeneratedKind kind, List<String> classes, int trainPerClass, int testPerClass, OptionalDouble validation)
            implements Source {
        public Generated {
            classes = List.copyOf(classes);
        }
    }

    record Training(
            int epochs,
            int batchSize,
            Optimizer optimizer,
            Schedule schedule,
            Augmentation augmentation,
            double labelSmoothing) {}

    /** {@code momentum} and {@code nesterov} are 0 and false for AdamW. */
    record Optimizer(OptimizerName name, double learningRate, double weightDecay, double momentum, boolean nesterov) {}

    /** How the learning rate moves from the optimiser's. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Constant.class, name = "Constant"),
        @JsonSubTypes.Type(value = Step.class, name = "Step"),
        @JsonSubTypes.Type(value = Cosine.class, name = "Cosine"),
        @JsonSubTypes.Type(value = OneCycle.class, name = "OneCycle")
    })
    sealed interface Schedule {}

    record Constant() implements Schedule {}

    /** {@code milestones}: fractions of all steps, rising. */
    record Step(List<Double> milestones, double gamma) implements Schedule {
        public Step {
            milestones = List.copyOf(milestones);
        }
    }

    /** {@code warmup}: fraction of all steps with a linear rise. */
    record Cosine(double warmup) implements Schedule {}

    /** {@code warmup}: PyTorch's {@code pct_start}. */
    record OneCycle(double warmup) implements Schedule {}

    record Augmentation(int crop, boolean flip) {}

    /** Weights of soft cross-entropy, map MSE and cross-entropy with labels (alpha, beta, gamma). */
    record LossWeights(double soft, double features, double hard) {}

    /** The checkpoint of an expert, where it is taken. */
    default Optional<String> givenCheckpoint() {
        return this instanceof TakeTeacher take ? Optional.of(take.checkpoint()) : Optional.empty();
    }
}
