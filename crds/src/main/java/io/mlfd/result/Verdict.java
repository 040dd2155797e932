package io.mlfd.result;

/** What may be claimed of a difference. */
public enum Verdict {
    /** The subject is better, and that is hardly chance: p is below 0.05. */
    GAINS,
    /** The subject is worse, and that is hardly chance. */
    LOSES,
    /** It may be chance. */
    UNDECIDED,
    /** Fewer than {@link GainClaim#FEWEST_IMAGES} test images. */
    TOO_FEW,
    /** A share of which single images are not known, or a number of one seed. */
    UNTESTED
}
