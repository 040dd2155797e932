package io.mlfd.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Scalar;
import java.util.List;

/**
 * Cross-entropy with labels as {@code torch.nn.CrossEntropyLoss(weight, label_smoothing)} with its mean has it. With p the softmax of
 * the logits, w the weights and s the smoothing:
 *
 * <pre>
 * labels y_i:      -1/(sum_i w_(y_i)) sum_i [ (1 - s) w_(y_i) log p_(i y_i) + s/K sum_k w_k log p_ik ]
 * shares q_ik:     -1/N sum_ik w_k ((1 - s) q_ik + s/K) log p_ik
 * </pre>
 *
 * @param smoothing in [0, 1)
 * @param weights of the K classes, positive; empty where all weigh 1
 */
public record CrossEntropy(double smoothing, List<Double> weights) {
    public CrossEntropy {
        weights = List.copyOf(weights);
    }

    /**
     * @param logits (N, K)
     * @param labels (N), int64, each in [0, K); or (N, K), of the logits' type: each image's shares of classes
     * @return one element without axes, in the data type of the logits
     */
    public NDArray of(NDArray logits, NDArray labels) {
        if (labels.getShape().dimension() == 2) {
            return ofShares(logits, labels);
        }
        return weights.isEmpty() ? Losses.crossEntropy(logits, labels, smoothing) : weighted(logits, labels);
    }

    private NDArray weighted(NDArray logits, NDArray labels) {
        long batch = logits.getShape().get(0);
        NDArray classWeights = classWeights(logits);
        NDArray own = classWeights.gather(labels, 0);
        NDArray all = own.sum();
        NDArray logProbabilities = logits.logSoftmax(1);
        NDArray picked = logProbabilities.gather(labels.reshape(batch, 1), 1).reshape(batch);
        NDArray hard = picked.mul(own).sum().div(all).neg();
        if (smoothing == 0) {
            return hard;
        }
        NDArray uniform = logProbabilities.mul(classWeights).sum().div(all);
        return Losses.scaled(hard, 1 - smoothing).add(Losses.scaled(uniform, -smoothing / weights.size()));
    }

    private NDArray ofShares(NDArray logits, NDArray shares) {
        if (!shares.getShape().equals(logits.getShape())) {
            throw new IllegalArgumentException(
                    "labels have shape " + shares.getShape() + ", but logits " + logits.getShape());
        }
        Shape shape = logits.getShape();
        NDArray target = shares;
        if (smoothing != 0) {
            NDArray even = Scalar.of(logits.getManager(), smoothing / shape.get(1), logits.getDataType());
            target = Losses.scaled(shares, 1 - smoothing).add(even);
        }
        NDArray logProbabilities = logits.logSoftmax(1);
        NDArray terms = target.mul(logProbabilities);
        NDArray weighted = weights.isEmpty() ? terms : terms.mul(classWeights(logits));
        return Losses.scaled(weighted.sum(), -1.0 / shape.get(0));
    }

    /** (K), in the type of the logits and as long-lived. */
    private NDArray classWeights(NDArray logits) {
        if (weights.size() != logits.getShape().get(1)) {
            throw new IllegalArgumentException(weights.size() + " class weights for " + logits.getShape());
        }
        double[] values = weights.stream().mapToDouble(Double::doubleValue).toArray();
        NDArray created = logits.getManager().create(values);
        return logits.getDataType() == DataType.FLOAT64 ? created : created.toType(logits.getDataType(), false);
    }
}
