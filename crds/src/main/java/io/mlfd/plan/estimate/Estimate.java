package io.mlfd.plan.estimate;

/**
 * What a stage takes, in bytes.
 *
 * @param base of the JVM and, where anything is computed, of the engine's library
 * @param pixels of the images that are known
 * @param weights of everything that has a value for each parameter
 * @param working of the largest batch, whatever is done with it, and of what training images leave
 * @param cache on the volume; what of it is mapped into memory is given back where it is wanted, and is no part of the memory
 * @param unknown what each image more takes, of a data set that nobody counted
 */
public record Estimate(long base, long pixels, long weights, long working, long cache, Unknown unknown) {
    /**
     * Of an image of a data set that nobody counted; nothing where all were counted.
     *
     * @param pixels in memory
     * @param cache on the volume
     */
    public record Unknown(long pixels, long cache) {
        static final Unknown NOTHING = new Unknown(0, 0);
    }

    /** Of the process, without images that nobody counted. */
    public long memory() {
        return base + pixels + weights + working;
    }
}
