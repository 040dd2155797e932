package io.mlfd.trainer.data;

/**
 * Which images a data set has, by what is in them.
 *
 * @param fingerprint SHA-256, in lower-case hexadecimal, see {@link DataSetListing#contents}
 * @param digests of each file
 */
public record DataSetContents(String fingerprint, ImageDigests digests) {}
