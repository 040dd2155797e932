package io.mlfd.trainer.data;

import java.util.List;
import java.util.Optional;

/**
 * A data set in memory.
 *
 * @param validation absent where none was asked for
 * @param statistics of the train images without those held back for validation
 * @param fingerprint SHA-256 in lower-case hexadecimal of what was loaded
 * @param skipped images that were left out because they cannot be decoded, by name
 */
public record LoadedDataSet(
        DataSetImages train,
        Optional<DataSetImages> validation,
        DataSetImages test,
        ChannelStatistics statistics,
        String fingerprint,
        List<String> skipped) {
    public LoadedDataSet {
        skipped = List.copyOf(skipped);
    }

    /** The same with some of the train images only. Statistics and fingerprint stay those of all. {@code images}: their numbers */
    public LoadedDataSet trainedOn(int[] images) {
        return new LoadedDataSet(train.only(images), validation, test, statistics, fingerprint, skipped);
    }

    /** Memory that the pixels of all splits take. */
    public long pixelBytes() {
        return train.pixelBytes() + validation.map(DataSetImages::pixelBytes).orElse(0L) + test.pixelBytes();
    }
}
