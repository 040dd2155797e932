package io.mlfd.trainer.optim;

import java.util.List;

/** The learning rate as a pure function of the step: nothing to save and nothing to restore. */
public sealed interface Schedule {
    /**
     * The rate of one step.
     *
     * @param step in [0, totalSteps)
     * @param totalSteps of the whole training
     */
    double learningRate(long step, long totalSteps);

    /** The same rate throughout. */
    record Constant(double base) implements Schedule {
        public Constant {
            requirePositive("learningRate", base);
        }

        @Override
        public double learningRate(long step, long totalSteps) {
            requireStep(step, totalSteps);
            return base;
        }
    }

    /**
     * Times {@code gamma} at every milestone, as {@code MultiStepLR}.
     *
     * @param milestones ascending fractions of the training, in (0, 1): a run stretched to more epochs keeps its shape
     * @param gamma in (0, 1]
     */
    record Step(double base, List<Double> milestones, double gamma) implements Schedule {
        public Step {
            requirePositive("learningRate", base);
            milestones = List.copyOf(milestones);
            double before = 0;
            for (double milestone : milestones) {
                if (!(milestone > before && milestone < 1)) {
                    throw new IllegalArgumentException("milestones: " + milestones + " do not ascend within (0, 1)");
                }
                before = milestone;
            }
            if (!(gamma > 0 && gamma <= 1)) {
                throw new IllegalArgumentException("gamma: " + gamma + " is not in (0, 1]");
            }
        }

        @Override
        public double learningRate(long step, long totalSteps) {
            requireStep(step, totalSteps);
            double rate = base;
            for (double milestone : milestones) {
                if (step >= milestone * totalSteps) {
                    rate *= gamma;
                }
            }
            return rate;
        }
    }

    /**
     * Half a cosine from {@code base} to zero (Loshchilov and Hutter 2017, without restarts), as {@code
     * CosineAnnealingLR}; before it a linear rise that reaches {@code base} with the last step of the warm-up.
     *
     * @param warmup fraction of the training, in [0, 1)
     */
    record Cosine(double base, double warmup) implements Schedule {
        public Cosine {
            requirePositive("learningRate", base);
            requireFraction("warmup", warmup);
        }

        @Override
        public double learningRate(long step, long totalSteps) {
            requireStep(step, totalSteps);
            long rise = (long) (warmup * totalSteps);
            if (step < rise) {
                return base * (step + 1) / rise;
            }
            return between(base, 0, (step - rise) / (double) (totalSteps - rise));
        }
    }

    /**
     * One cycle (Smith and Topin 2018): half a cosine up to {@code max}, half a cosine down, as {@code OneCycleLR} with
     * its default annealing, for the rate only. Where the rise is shorter than a step there is none, and the training
     * starts at {@code max}'s side of the descent.
     *
     * @param max the highest rate
     * @param warmup fraction of the training that rises, in [0, 1): {@code pct_start}
     * @param divFactor {@code max} over the first rate
     * @param finalDivFactor first rate over the last
     */
    record OneCycle(double max, double warmup, double divFactor, double finalDivFactor) implements Schedule {
        /** PyTorch's default of {@code divFactor}. */
        public static final double DIV_FACTOR = 25;
        /** PyTorch's default of {@code finalDivFactor}. */
        public static final double FINAL_DIV_FACTOR = 1e4;

        public OneCycle {
            requirePositive("learningRate", max);
            requireFraction("warmup", warmup);
            requirePositive("divFactor", divFactor);
            requirePositive("finalDivFactor", finalDivFactor);
        }

        /** With PyTorch's defaults for both ends. */
        public OneCycle(double max, double warmup) {
            this(max, warmup, DIV_FACTOR, FINAL_DIV_FACTOR);
        }

        @Override
        public double learningRate(long step, long totalSteps) {
            requireStep(step, totalSteps);
            double first = max / divFactor;
            // PyTorch counts the peak as the last step of the rise, hence a fraction of a step where the product is no
            // integer.
            double peak = warmup * totalSteps - 1;
            if (peak > 0 && step <= peak) {
                return between(first, max, step / peak);
            }
            return between(max, first / finalDivFactor, (step - peak) / (totalSteps - 1 - peak));
        }
    }

    /**
     * Another one after a linear rise, which multiplies it: {@code 1/r, 2/r ... 1} over the first r steps, as {@code
     * ChainedScheduler} of {@code LinearLR} and the other. What the other does at a step it does at that step of the whole
     * training, the rise included.
     *
     * @param warmup fraction of the training that rises, in [0, 1); r is that of all steps, rounded down
     */
    record Warmed(Schedule then, double warmup) implements Schedule {
        public Warmed {
            requireFraction("warmup", warmup);
        }

        @Override
        public double learningRate(long step, long totalSteps) {
            double rate = then.learningRate(step, totalSteps);
            long rise = (long) (warmup * totalSteps);
            return step < rise ? rate * (step + 1) / rise : rate;
        }
    }

    /** Half a cosine from {@code start} to {@code end}, at {@code fraction} of the way. */
    private static double between(double start, double end, double fraction) {
        return end + (start - end) / 2 * (1 + StrictMath.cos(Math.PI * fraction));
    }

    private static void requireStep(long step, long totalSteps) {
        if (step < 0 || step >= totalSteps) {
            throw new IllegalArgumentException("step " + step + " is not in [0, " + totalSteps + ")");
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + ": " + value + " is not positive");
        }
    }

    private static void requireFraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": " + value + " is not in [0, 1)");
        }
    }
}
