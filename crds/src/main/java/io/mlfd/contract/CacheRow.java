package io.mlfd.contract;

/**
 * What a cache keeps of an image.
 *
 * @param values of one view, whatever the data set
 * @param logits whether a value for each class of the data set stands beside them
 * @param valueBytes of each value
 * @param views rows of an image
 * @param trainOnly whether images of the other splits have none
 */
public record CacheRow(long values, boolean logits, int valueBytes, int views, boolean trainOnly) {
    /** One row for every image of all splits, in float32. */
    public static CacheRow ofEveryImage(long values) {
        return new CacheRow(values, false, Float.BYTES, 1, false);
    }
}
