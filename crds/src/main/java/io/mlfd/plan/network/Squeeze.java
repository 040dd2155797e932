package io.mlfd.plan.network;

/** Squeeze and excitation (Hu et al. 2018): a weight for every channel from the means of all. */
final class Squeeze {
    private Squeeze() {}

    /** The weights alone, without their product with the maps. {@code squeezed}: channels between the two dense layers */
    static Tally tally(Tally maps, int squeezed) {
        return maps.averaged()
                .dense(squeezed)
                .activated()
                .dense(maps.channels())
                .activated();
    }
}
