package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.loss.CrossEntropy;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.NetworkOutput;
import java.util.List;

/**
 * Cross-entropy with labels.
 *
 * @param classWeights of all classes in their order; empty where all weigh 1
 */
public record LabelLoss(double labelSmoothing, List<Double> classWeights) implements BatchLoss {
    /** The term's name in curves and messages. */
    public static final String HARD = "hard";

    public LabelLoss {
        classWeights = List.copyOf(classWeights);
    }

    /** Where all classes weigh 1. */
    public LabelLoss(double labelSmoothing) {
        this(labelSmoothing, List.of());
    }

    /**
     * As a training has it on a data set's images.
     *
     * @throws io.mlfd.trainer.data.BadInputException when a class has no weight
     */
    public static LabelLoss of(Training training, DataSetImages images) {
        return of(training, images.classNames(), images.labels());
    }

    /** As above. {@code labels}: of all train images, positions in {@code classNames} */
    static LabelLoss of(Training training, List<String> classNames, int[] labels) {
        return new LabelLoss(
                training.labelSmoothing(),
                training.classWeights()
                        .map(given -> ClassWeights.of(given, classNames, labels))
                        .orElse(List.of()));
    }

    @Override
    public LossTerms of(NetworkOutput output, ImageBatches.Images images, NDManager scope) {
        return LossTerms.of(new LossTerms.Term(
                HARD, 1, crossEntropy(output.logits(), images.arrays().labels())));
    }

    /**
     * The term of one of several classifiers that are trained at once, named after it.
     *
     * @param logits (N, K)
     * @param labels as of {@link #crossEntropy}
     */
    public LossTerms.Term term(String learner, NDArray logits, NDArray labels) {
        return new LossTerms.Term(HARD + " " + learner, 1, crossEntropy(logits, labels));
    }

    /**
     * @param logits (N, K)
     * @param labels (N), int64; or (N, K), each image's shares of classes
     * @return one element
     */
    public NDArray crossEntropy(NDArray logits, NDArray labels) {
        return new CrossEntropy(labelSmoothing, classWeights).of(logits, labels);
    }
}
