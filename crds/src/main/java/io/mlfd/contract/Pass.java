package io.mlfd.contract;

/**
 * What one image's way through networks computes, in 32-bit values.
 *
 * @param values of all intermediate results: all of them live until the end of a step, as the engine's scopes have it
 * @param largest of the largest of them: what else a step takes goes by that
 */
public record Pass(long values, long largest) {
    public static final Pass NONE = new Pass(0, 0);

    /** One through layers whose results are small beside those of networks. */
    public static Pass small(long values) {
        return new Pass(values, 0);
    }

    /** Both, one after the other. */
    public Pass and(Pass other) {
        return new Pass(values + other.values, Math.max(largest, other.largest));
    }

    /** Several of it, one after the other. */
    public Pass times(long count) {
        return count == 0 ? NONE : new Pass(count * values, largest);
    }

    /** Without some values that are computed elsewhere. */
    public Pass without(long fewer) {
        return new Pass(values - fewer, largest);
    }
}
