package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import io.mlfd.result.Metric;
import io.mlfd.result.RightAnswers;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.metrics.ConfusionMatrix;
import io.mlfd.trainer.metrics.NotFiniteException;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.BitSet;

/**
 * What a network says of images that have labels.
 *
 * @param own counts with the highest logit of the data set's own classes
 * @param rightOwn images whose highest logit of the data set's own classes is the right one
 * @param rightOfAll images whose highest logit of all is the right one
 * @param loss cross-entropy over the own classes, mean over the images
 */
public record Evaluation(ConfusionMatrix own, RightAnswers rightOwn, RightAnswers rightOfAll, double loss) {

    /** One of the two accuracies. */
    public Score score(String stage, String output, String dataset, Metric metric, Selection selection) {
        return Score.ofShare(stage, output, dataset, metric, selection, correct(metric), own.images());
    }

    /** Which images make an accuracy. */
    public RightAnswers right(Metric metric) {
        if (metric.equals(Metric.TOP1)) {
            return rightOwn;
        }
        if (metric.equals(Metric.TOP1_ALL_LABELS)) {
            return rightOfAll;
        }
        throw new IllegalArgumentException(metric.id() + " is not measured here");
    }

    private int correct(Metric metric) {
        return right(metric).right().cardinality();
    }

    public Confusion confusion(String output, String dataset, Selection selection) {
        return new Confusion(output, dataset, selection, own.rows());
    }

    public Validation validation(String dataset, Metric metric) {
        return new Validation(dataset, correct(metric), own.images(), loss);
    }

    /** Counts batch by batch. */
    public static final class Builder {
        private final LabelBlock block;
        private final ConfusionMatrix own;
        private final BitSet rightOwn = new BitSet();
        private final BitSet rightOfAll = new BitSet();
        private int images;
        private double lossSum;

        public Builder(LabelBlock block) {
            this.block = block;
            this.own = new ConfusionMatrix(block.classes());
        }

        /**
         * @param logits (N, K)
         * @param labels (N), from 0 within the data set
         */
        public void add(NDArray logits, NDArray labels) {
            int classes = Math.toIntExact(logits.getShape().get(1));
            float[] values = logits.toFloatArray();
            long[] truths = labels.toLongArray();
            for (int image = 0; image < truths.length; image++) {
                add(values, image * classes, classes, (int) truths[image]);
            }
        }

        private void add(float[] values, int offset, int classes, int truth) {
            int first = offset + block.first();
            int best = highest(values, first, block.classes());
            own.add(truth, best - first);
            rightOwn.set(images, best - first == truth);
            rightOfAll.set(images, highest(values, offset, classes) == first + truth);
            images++;
            double sum = 0;
            for (int i = 0; i < block.classes(); i++) {
                sum += StrictMath.exp((double) values[first + i] - values[best]);
            }
            lossSum += StrictMath.log(sum) + values[best] - values[first + truth];
        }

        /** The first of the highest. */
        private static int highest(float[] values, int from, int count) {
            int best = from;
            for (int i = from + 1; i < from + count; i++) {
                if (values[i] > values[best]) {
                    best = i;
                }
            }
            return best;
        }

        public Evaluation build() {
            if (!Double.isFinite(lossSum)) {
                throw new NotFiniteException("evaluation: logits are NaN or infinite: lower the learning rate");
            }
            return new Evaluation(
                    own, RightAnswers.of(rightOwn, images), RightAnswers.of(rightOfAll, images), lossSum / images);
        }
    }
}
