package io.mlfd.result;

/** Student's t distribution with a whole number of degrees of freedom; Abramowitz and Stegun, 26.7.3 and 26.7.4. */
final class StudentT {
    private static final int HALVINGS = 200;

    private final int degrees;

    StudentT(int degrees) {
        if (degrees < 1) {
            throw new IllegalArgumentException("degrees of freedom: " + degrees);
        }
        this.degrees = degrees;
    }

    /** Probability of a value at least as far from 0. */
    double twoSided(double t) {
        if (Double.isInfinite(t)) {
            return 0;
        }
        double angle = Math.atan(Math.abs(t) / Math.sqrt(degrees));
        double cosine = Math.cos(angle);
        boolean odd = degrees % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = degrees == 1 ? 0 : term;
        for (int i = odd ? 3 : 2; i <= degrees - 2; i += 2) {
            term *= cosine * cosine * (i - 1) / i;
            sum += term;
        }
        double inside = odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
        return 1 - inside;
    }

    /** What 95 % of the values lie within, on both sides of 0. */
    double within95() {
        double low = 0;
        double high = 1000;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (twoSided(middle) > 0.05) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
