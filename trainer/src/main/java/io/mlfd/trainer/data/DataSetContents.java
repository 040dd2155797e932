package io.mlfd.trainer.data;

import java.util.List;

/**
 * Which images a data set has, by what is in them.
 *
 * @param fingerprint SHA-256, in lower-case hexadecimal, see {@link DataSetListing#contents}
 * @param digests of each file
 * @param skipped images that are left out because they cannot be decoded, by name
 */
public record DataSetContents(String fingerprint, ImageDigests digests, List<String> skipped) {
    public DataSetContents {
        skipped = List.copyOf(skipped);
    }
}
