package io.mlfd.trainer.supervised;

/**
 * Which logits are a data set's own classes.
 *
 * @param first logit of the data set's class 0
 * @param classes how many of them
 */
public record LabelBlock(int first, int classes) {
    /** A network whose logits are the data set's classes and nothing else. */
    public static LabelBlock all(int classes) {
        return new LabelBlock(0, classes);
    }
}
