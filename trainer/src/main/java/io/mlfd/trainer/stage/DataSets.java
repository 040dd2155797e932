package io.mlfd.trainer.stage;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.DataSetContents;
import io.mlfd.trainer.data.DataSetListing;
import io.mlfd.trainer.data.FileStamp;
import io.mlfd.trainer.data.ImageFolderListing;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.KnownImages;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Loading;
import io.mlfd.trainer.data.Workers;
import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The data sets of one order: listed at once, read when what is in them is not known, loaded when needed. */
final class DataSets {
    private final Map<String, DataSetListing> listings;
    private final DataRecords records;
    private final InstantSource clock;
    private final StopSignal stop;
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    /**
     * What is known of a data set.
     *
     * @param record that is on the volume
     * @param stamp that a record would be true for; absent for images that no file has, and for files that were changed just now
     */
    private record Seen(DataSetContents contents, Optional<DataRecord> record, Optional<FileStamp> stamp) {}

    private DataSets(Map<String, DataSetListing> listings, DataRecords records, InstantSource clock, StopSignal stop) {
        this.listings = listings;
        this.records = records;
        this.clock = clock;
        this.stop = stop;
    }

    /** @throws BadInputException naming the data set */
    static DataSets of(
            StageOrder order, ImageReading reading, DataRecords records, InstantSource clock, StopSignal stop) {
        Map<String, DataSetListing> listings = new LinkedHashMap<>();
        for (DatasetWork dataset : order.work().reads()) {
            listings.put(dataset.name(), naming(dataset.name(), () -> DataSetSources.of(order, dataset, reading)
                    .list(order.seed(), stop)));
        }
        return new DataSets(listings, records, clock, stop);
    }

    /** By data set; reads files without decoding them, and only those of data sets that show a change since they were read. */
    Map<String, DataSetContents> contents() {
        listings.forEach((name, listing) -> seen.put(name, naming(name, () -> look(name, listing))));
        Map<String, DataSetContents> contents = new LinkedHashMap<>();
        seen.forEach((name, found) -> contents.put(name, found.contents()));
        return contents;
    }

    private Seen look(String name, DataSetListing listing) {
        if (!(listing instanceof ImageFolderListing folder)) {
            return new Seen(listing.contents(stop), Optional.empty(), Optional.empty());
        }
        FileStamp stamp = folder.stamp(stop);
        Optional<DataRecord> known = records.find(name, stamp);
        Optional<DataSetContents> contents = known.flatMap(record -> records.contents(name, record));
        if (contents.isPresent()) {
            return new Seen(contents.get(), known, Optional.of(stamp));
        }
        Instant now = clock.instant();
        return new Seen(
                folder.contents(stop),
                Optional.empty(),
                Optional.of(stamp).filter(looks -> looks.showsChangesAfter(now)));
    }

    /**
     * After {@link #contents}.
     *
     * @param memoryLimit the most bytes that all pixels may take
     * @param workers that read and decode
     */
    Map<String, LoadedDataSet> load(int inputSize, long memoryLimit, Workers workers) {
        Map<String, LoadedDataSet> loaded = new LinkedHashMap<>();
        long left = memoryLimit;
        for (Map.Entry<String, DataSetListing> listing : listings.entrySet()) {
            String name = listing.getKey();
            Seen before = seen.get(name);
            KnownImages known =
                    new KnownImages(before.contents(), before.record().flatMap(record -> record.statistics(inputSize)));
            Loading loading = new Loading(inputSize, left, workers, Optional.of(known));
            LoadedDataSet images = naming(name, () -> listing.getValue().load(loading, stop));
            if (known.statistics().isEmpty()) {
                before.stamp()
                        .ifPresent(stamp -> records.write(
                                name, stamp, before.contents(), before.record(), inputSize, images.statistics()));
            }
            left -= images.pixelBytes();
            loaded.put(name, images);
        }
        return Collections.unmodifiableMap(loaded);
    }

    /** Has files read again where they look the same as before and proved to be others. */
    void forget() {
        listings.keySet().forEach(records::forget);
    }

    /** The folder that a data set's path lies below. */
    static Path root(StageOrder order, String dataset) {
        String root = order.places().data().get(dataset);
        if (root == null) {
            throw new BadOrderException("places.data." + dataset + ": missing, needed for the data set's files");
        }
        return Path.of(root);
    }

    @FunctionalInterface
    private interface Read<T> {
        T get();
    }

    private static <T> T naming(String dataset, Read<T> read) {
        try {
            return read.get();
        } catch (BadInputException e) {
            throw e.of(dataset);
        }
    }
}
