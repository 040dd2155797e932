package io.mlfd.trainer.stage;

import io.mlfd.trainer.data.ChannelStatistics;
import io.mlfd.trainer.storage.Seal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found in a data set's files, {@code records/<data set>.json}: true as long as the files look as they did.
 *
 * @param stamp how they look, see {@link io.mlfd.trainer.data.FileStamp}
 * @param fingerprint of what is in them
 * @param digests SHA-256 of the file beside this one that has the digest of every image
 * @param skipped images that are left out, by name
 * @param statistics of the train images at the sizes that they were looked at in
 * @param seal of all this: a digit that is another one would have images normalised otherwise
 */
record DataRecord(
        int version,
        String stamp,
        String fingerprint,
        String digests,
        List<String> skipped,
        List<SizedStatistics> statistics,
        String seal) {
    static final int VERSION = 2;

    DataRecord {
        skipped = List.copyOf(skipped);
        statistics = List.copyOf(statistics);
    }

    /** What images of {@code size} x {@code size} pixels are normalised with. */
    record SizedStatistics(int size, ChannelStatistics channels) {}

    Optional<ChannelStatistics> statistics(int size) {
        return statistics.stream()
                .filter(known -> known.size() == size)
                .map(SizedStatistics::channels)
                .findFirst();
    }

    DataRecord with(int size, ChannelStatistics channels) {
        return sealed(
                stamp,
                fingerprint,
                digests,
                skipped,
                Stream.concat(statistics.stream(), Stream.of(new SizedStatistics(size, channels)))
                        .toList());
    }

    static DataRecord sealed(
            String stamp, String fingerprint, String digests, List<String> skipped, List<SizedStatistics> statistics) {
        DataRecord record = new DataRecord(VERSION, stamp, fingerprint, digests, skipped, statistics, Seal.NONE);
        return record.sealedBy(Seal.of(record));
    }

    /** Whether it is what was written. */
    boolean isWhole() {
        return seal.equals(Seal.of(sealedBy(Seal.NONE)));
    }

    private DataRecord sealedBy(String other) {
        return new DataRecord(version, stamp, fingerprint, digests, skipped, statistics, other);
    }
}
