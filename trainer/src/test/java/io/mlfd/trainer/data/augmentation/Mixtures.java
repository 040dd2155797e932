package io.mlfd.trainer.data.augmentation;

/** What tests of other packages ask of mixtures. */
public final class Mixtures {
    private Mixtures() {}

    public static Region box(double share, int x, int y, int size) {
        return RandomMixing.box(share, x, y, size);
    }
}
