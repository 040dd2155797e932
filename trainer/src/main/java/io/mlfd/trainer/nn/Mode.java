package io.mlfd.trainer.nn;

/** What a forward pass is for. */
public enum Mode {
    /** Uses the batch's statistics, counts them towards the running ones, and drops units. */
    TRAIN(true, true),
    /**
     * As {@link #TRAIN}, of a batch that was counted in another phase of the same step: running statistics stay as they are, so
     * that a network is evaluated with the same ones however many phases look at a batch.
     */
    TRAIN_AGAIN(true, false),
    /** Uses the running statistics, and drops nothing. */
    EVAL(false, false);

    private final boolean training;
    private final boolean counting;

    Mode(boolean training, boolean counting) {
        this.training = training;
        this.counting = counting;
    }

    /** Whether a batch's own statistics are used, and units dropped. */
    public boolean isTraining() {
        return training;
    }

    /** How far running statistics move towards the batch's. {@code momentum}: how far they do where it is counted */
    public double momentum(double momentum) {
        return counting ? momentum : 0;
    }
}
