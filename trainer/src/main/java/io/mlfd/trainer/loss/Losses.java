package io.mlfd.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Scalar;

/**
 * The single losses. Each gives one element without axes, in the data type of its first argument. Targets are detached:
 * no gradient reaches a teacher. {@code toType} and {@code duplicate} must not be used here, they cut the gradient.
 */
public final class Losses {
    private Losses() {}

    /**
     * Cross-entropy with hard labels, mean over the batch, as {@code torch.nn.functional.cross_entropy}: the target
     * distribution is {@code (1 - smoothing) * onehot + smoothing / K} (Szegedy et al. 2016).
     *
     * @param logits (N, K)
     * @param labels (N), int64, each in [0, K)
     * @param smoothing in [0, 1)
     */
    public static NDArray crossEntropy(NDArray logits, NDArray labels, double smoothing) {
        requireMatrix("logits", logits);
        long batch = logits.getShape().get(0);
        if (labels.getDataType() != DataType.INT64 || !labels.getShape().equals(new Shape(batch))) {
            throw new IllegalArgumentException("labels are " + labels.getDataType() + " " + labels.getShape()
                    + ", needed is int64 (" + batch + ")");
        }
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("labelSmoothing: " + smoothing + " is not in [0, 1)");
        }
        NDArray logProbabilities = logits.logSoftmax(1);
        NDArray hard =
                logProbabilities.gather(labels.reshape(batch, 1), 1).mean().neg();
        if (smoothing == 0) {
            return hard;
        }
        NDArray uniform = logProbabilities.mean().neg();
        return scaled(hard, 1 - smoothing).add(scaled(uniform, smoothing));
    }

    /**
     * Cross-entropy with a teacher's softened probabilities, mean over the batch, times temperature squared so that its
     * gradients keep their size (Hinton et al. 2015, §2.1): the soft term of MLFD. Differs from the divergence only by the
     * teacher's entropy, which has no gradient.
     *
     * @param logits (N, K)
     * @param teacherLogits (N, K), detached here
     * @param temperature positive
     */
    public static NDArray softCrossEntropy(NDArray logits, NDArray teacherLogits, double temperature) {
        NDArray target = softened(logits, teacherLogits, temperature).softmax(1);
        NDArray logProbabilities = quotient(logits, temperature).logSoftmax(1);
        long batch = logits.getShape().get(0);
        NDArray sum = target.mul(logProbabilities).sum();
        return scaled(sum, -temperature * temperature / batch);
    }

    /**
     * The divergence of a network's softened probabilities q from a teacher's p, {@code sum p (log p - log q)}, mean over the
     * batch, times temperature squared so that its gradients keep their size (Hinton et al. 2015, §2.1). Zero where both
     * agree; a probability of the teacher's that comes to 0 adds nothing.
     *
     * @param logits (N, K)
     * @param teacherLogits (N, K), detached here
     * @param temperature positive
     */
    public static NDArray kullbackLeibler(NDArray logits, NDArray teacherLogits, double temperature) {
        NDArray softened = softened(logits, teacherLogits, temperature);
        // The logarithm of the probabilities themselves would be infinite where one is 0.
        return divergence(logits, softened.softmax(1), softened.logSoftmax(1), temperature);
    }

    /**
     * As {@link #kullbackLeibler(NDArray, NDArray, double)}, but in the place of p
     * stands {@code p + added}, both in the factor and in the logarithm, and not normalised again: so do the authors of FFL
     * (Kim et al. 2019), with 1e-7. Where both agree the value is then about {@code K * added * temperature^2} instead of
     * zero.
     *
     * @param logits (N, K)
     * @param teacherLogits (N, K), detached here
     * @param temperature positive
     * @param added positive
     */
    public static NDArray kullbackLeibler(NDArray logits, NDArray teacherLogits, double temperature, double added) {
        requirePositive("added", added);
        NDArray softened = softened(logits, teacherLogits, temperature);
        NDArray target = softened.softmax(1).add(scalar(softened, added));
        return divergence(logits, target, target.log(), temperature);
    }

    private static NDArray divergence(NDArray logits, NDArray target, NDArray logTarget, double temperature) {
        NDArray logProbabilities = quotient(logits, temperature).logSoftmax(1);
        long batch = logits.getShape().get(0);
        NDArray sum = target.mul(logTarget.sub(logProbabilities)).sum();
        return scaled(sum, temperature * temperature / batch);
    }

    private static NDArray softened(NDArray logits, NDArray teacherLogits, double temperature) {
        requireMatrix("logits", logits);
        requireSameShape("logits", logits, teacherLogits);
        requirePositive("temperature", temperature);
        return quotient(teacherLogits.stopGradient(), temperature);
    }

    /**
     * Mean of the squared differences over all elements, without the factor 1/2 of some libraries: the feature term of
     * MLFD.
     *
     * @param features any shape
     * @param target the same shape, detached here
     */
    public static NDArray meanSquaredError(NDArray features, NDArray target) {
        requireSameShape("features", features, target);
        return features.sub(target.stopGradient()).square().mean();
    }

    /**
     * Mean of the absolute differences over all elements; their gradient is 0 where both agree.
     *
     * @param features any shape
     * @param target the same shape, detached here
     */
    public static NDArray meanAbsoluteError(NDArray features, NDArray target) {
        requireSameShape("features", features, target);
        return features.sub(target.stopGradient()).abs().mean();
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(what + ": " + value + " is not positive");
        }
    }

    private static void requireMatrix(String what, NDArray array) {
        if (array.getShape().dimension() != 2) {
            throw new IllegalArgumentException(what + " have shape " + array.getShape() + ", needed is (N, K)");
        }
    }

    private static void requireSameShape(String what, NDArray array, NDArray target) {
        if (!array.getShape().equals(target.getShape())) {
            throw new IllegalArgumentException(
                    what + " have shape " + array.getShape() + " but their target " + target.getShape());
        }
    }

    /** {@code array} times {@code factor}, in the array's own type: what parts of a loss are made of. */
    public static NDArray scaled(NDArray array, double factor) {
        return array.mul(scalar(array, factor));
    }

    private static NDArray quotient(NDArray array, double divisor) {
        return array.div(scalar(array, divisor));
    }

    /**
     * The number as a tensor of the tensor's own type; a double would promote a float32 tensor without axes to float64. It
     * lives as long as the tensor: the backward pass reads it again, and what DJL makes of a plain number borrows memory
     * that the garbage collector takes back before.
     */
    private static NDArray scalar(NDArray like, double value) {
        return Scalar.of(like.getManager(), value, like.getDataType());
    }
}
