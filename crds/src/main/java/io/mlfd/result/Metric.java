package io.mlfd.result;

/**
 * What is measured of a network.
 *
 * @param id names it in status, reports and comparisons; never changed once released
 * @param label for heads of tables
 * @param unit of the shown value
 */
public record Metric(String id, String label, Unit unit, Direction direction) {
    /** Share of test images whose highest logit among the data set's own classes is the right one. */
    public static final Metric TOP1 = new Metric("top1", "Top-1 accuracy", Unit.PERCENT, Direction.HIGHER_IS_BETTER);

    /** The same over the classes of all data sets, where a class of another data set counts as wrong. */
    public static final Metric TOP1_ALL_LABELS =
            new Metric("top1-all-labels", "Top-1 accuracy, all labels", Unit.PERCENT, Direction.HIGHER_IS_BETTER);

    /** How a value is shown, and with it how its sampling error is computed. */
    public enum Unit {
        /** A share of right images, 0 to 1, shown in percent; its error is that of a proportion. */
        PERCENT,
        /** A plain number, the mean over the images; it has no error here. */
        NUMBER;

        /** Whether there is such a value. */
        public boolean admits(double value) {
            return switch (this) {
                case PERCENT -> value >= 0 && value <= 1;
                case NUMBER -> Double.isFinite(value);
            };
        }
    }

    public enum Direction {
        HIGHER_IS_BETTER,
        LOWER_IS_BETTER
    }
}
