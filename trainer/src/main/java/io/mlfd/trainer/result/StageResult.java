package io.mlfd.trainer.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.result.RightAnswers;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The record of a finished stage, {@code result.json}: what was computed, from what, by what, and what came out.
 *
 * @param version of this record, {@link #VERSION}
 * @param stage name of the stage, as in {@code teacher/cifar10}
 * @param dataset the data set it is about, empty for stages about several
 * @param planKey names the stage's folder
 * @param contentKey plan key, data and the inputs' content keys together
 * @param work every setting as it took effect
 * @param scores on the test sets, of the last and of the selected weights
 * @param confusions on the test sets, inside the data set's own labels, of the last weights
 * @param answers which test images were classified rightly, for every accuracy among the scores
 * @param curve one entry an epoch; empty where nothing was trained
 * @param selection how the best weights were chosen; empty where nothing was trained
 * @param imagesPerSecond while training, evaluation and checkpoints left out
 * @param weights digests of the weight files in the stage's folder
 */
public record StageResult(
        int version,
        String stage,
        StageKind kind,
        Optional<String> dataset,
        long seed,
        String planKey,
        String contentKey,
        List<Input> inputs,
        List<DataRecord> data,
        StageWork work,
        List<Score> scores,
        List<Confusion> confusions,
        List<Answers> answers,
        List<Epoch> curve,
        Optional<ModelSelection> selection,
        OptionalDouble imagesPerSecond,
        List<WeightsFile> weights,
        Times times,
        Provenance provenance) {
    public static final int VERSION = 2;

    public StageResult {
        inputs = List.copyOf(inputs);
        data = List.copyOf(data);
        scores = List.copyOf(scores);
        confusions = List.copyOf(confusions);
        answers = List.copyOf(answers);
        curve = List.copyOf(curve);
        weights = List.copyOf(weights);
    }

    /** The file of one of the stage's networks; empty where it left none. */
    public Optional<WeightsFile> weights(Output output, Selection selection) {
        return weights.stream()
                .filter(file -> file.output().equals(output.id()) && file.selection() == selection)
                .findFirst();
    }

    /** A stage whose result was read. */
    public record Input(String stage, String planKey, String contentKey) {}

    /**
     * A data set as it was found.
     *
     * @param fingerprint SHA-256, hexadecimal, of what was loaded
     * @param classNames label i is {@code classNames[i]}
     * @param train images that were trained on; those held back for validation left out
     * @param skipped images that were left out because they cannot be decoded, by name; left out where there are none
     */
    public record DataRecord(
            String name,
            String fingerprint,
            List<String> classNames,
            int train,
            int validation,
            int test,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<String>> skipped) {
        public DataRecord {
            classNames = List.copyOf(classNames);
            skipped = skipped.map(List::copyOf);
        }
    }

    /**
     * Which test images were taken for what.
     *
     * @param output which of the stage's networks
     * @param counts K x K; the row is the true class, the column the predicted one
     */
    public record Confusion(String output, String dataset, Selection selection, List<List<Integer>> counts) {
        public Confusion {
            counts = counts.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Which test images a network classified rightly.
     *
     * @param output which of the stage's networks
     * @param metric id of the accuracy that they make
     */
    public record Answers(String output, String dataset, String metric, Selection selection, RightAnswers right) {}

    /**
     * What one epoch came to.
     *
     * @param epoch from 1
     * @param step steps done at its end, over all epochs
     * @param learningRate of its last step
     * @param loss the weighted sum, mean over its images
     * @param terms the terms of the loss by name, before weighting, means over its images
     * @param trainAccuracy in training mode on augmented images, while the weights moved; 0 to 1
     * @param validation per data set that has a validation split
     * @param seconds of training, evaluation and checkpoints left out; over all attempts
     */
    public record Epoch(
            int epoch,
            long step,
            double learningRate,
            double loss,
            Map<String, Double> terms,
            OptionalDouble trainAccuracy,
            List<Validation> validation,
            double seconds) {
        public Epoch {
            terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
            validation = List.copyOf(validation);
        }
    }

    /** {@code loss}: cross-entropy with hard labels, mean over the images. */
    public record Validation(String dataset, int correct, int images, double loss) {
        /** Fraction of images that were classified rightly, 0 to 1. */
        public double top1() {
            return (double) correct / images;
        }
    }

    /**
     * Which weights are the best.
     *
     * @param epoch from 1
     * @param accuracy on the validation splits, their mean where there are several; empty for {@link Criterion#LAST_EPOCH}
     */
    public record ModelSelection(Criterion criterion, int epoch, OptionalDouble accuracy) {}

    /** What decides between epochs. The test set never does. */
    public enum Criterion {
        /** The highest validation accuracy, the earliest epoch among equals. */
        @JsonProperty("ValidationAccuracy")
        VALIDATION_ACCURACY,
        /** There is no validation split: the best weights are the last. */
        @JsonProperty("LastEpoch")
        LAST_EPOCH
    }

    /**
     * A weight file in the stage's folder.
     *
     * @param output which of the stage's networks, {@link io.mlfd.contract.VolumeLayout#NETWORK} where there is one
     * @param digest SHA-256, hexadecimal
     * @param bytes its length; left out of records that were written before it was told
     */
    public record WeightsFile(
            String output,
            Selection selection,
            String file,
            String digest,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalLong bytes) {}

    /**
     * When it was computed.
     *
     * @param start of the first attempt, ISO 8601
     * @param end when the result was written, ISO 8601
     * @param attempts every process that trained on it, in order
     */
    public record Times(String start, String end, List<Attempt> attempts) {
        public Times {
            attempts = List.copyOf(attempts);
        }

        /** From the first attempt's start to the end, waiting between attempts included. */
        public Duration total() {
            return Duration.between(Instant.parse(start), Instant.parse(end));
        }
    }

    /**
     * One process that worked on the stage.
     *
     * @param number as in the order
     * @param start ISO 8601
     * @param firstStep steps that were done before it; 0 for a fresh start
     */
    public record Attempt(int number, String start, long firstStep) {}
}
