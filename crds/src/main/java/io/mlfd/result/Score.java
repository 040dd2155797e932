package io.mlfd.result;

/**
 * One network measured on one test set.
 *
 * @param stage whose network it is
 * @param output which of the stage's networks, see {@code StageWork.outputs}
 * @param metric id of a {@link Metric}
 * @param value as {@link Metric.Unit} says; of a share, right images over all
 * @param count test images
 */
public record Score(
        String stage, String output, String dataset, String metric, Selection selection, double value, int count) {

    /** A share of right images. */
    public static Score ofShare(
            String stage, String output, String dataset, Metric metric, Selection selection, int correct, int images) {
        return new Score(stage, output, dataset, metric.id(), selection, (double) correct / images, images);
    }

    /** Right images, of a share. */
    public int correct() {
        return (int) Math.round(value * count);
    }
}
