package io.mlfd.trainer.loss;

/**
 * The weight of a loss that is of no use at first, because its teacher still has to learn: a rise like a sigmoid's lower
 * half, from exp(-5) to 1 (Laine and Aila 2017, §3.1), a pure function of the epoch.
 *
 * @param epochs of the rise, from which on the weight is 1; 0 for no rise
 */
public record Ramp(int epochs) {
    public Ramp {
        if (epochs < 0) {
            throw new IllegalArgumentException("ramp: " + epochs + " epochs are less than none");
        }
    }

    /**
     * {@code exp(-5 (1 - min(epoch, epochs) / epochs)^2)}.
     *
     * @param epoch from 0
     */
    public double weight(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch " + epoch + " is before the first");
        }
        if (epoch >= epochs) {
            return 1;
        }
        double left = 1 - (double) epoch / epochs;
        return StrictMath.exp(-5 * left * left);
    }
}
