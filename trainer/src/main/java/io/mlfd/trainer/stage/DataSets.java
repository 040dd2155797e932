package io.mlfd.trainer.stage;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.DataSetContents;
import io.mlfd.trainer.data.DataSetListing;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The data sets of one order: listed at once, loaded when needed. */
final class DataSets {
    private final Map<String, DataSetListing> listings;
    private final StopSignal stop;

    private DataSets(Map<String, DataSetListing> listings, StopSignal stop) {
        this.listings = listings;
        this.stop = stop;
    }

    /** @throws BadInputException naming the data set */
    static DataSets of(StageOrder order, ImageReading reading, StopSignal stop) {
        Map<String, DataSetListing> listings = new LinkedHashMap<>();
        for (DatasetWork dataset : order.work().reads()) {
            listings.put(dataset.name(), naming(dataset.name(), () -> DataSetSources.of(order, dataset, reading)
                    .list(order.seed(), stop)));
        }
        return new DataSets(listings, stop);
    }

    /** By data set; reads files without decoding them. */
    Map<String, DataSetContents> contents() {
        Map<String, DataSetContents> contents = new LinkedHashMap<>();
        listings.forEach((name, listing) -> contents.put(name, naming(name, () -> listing.contents(stop))));
        return contents;
    }

    /** @param memoryLimit the most bytes that all pixels may take */
    Map<String, LoadedDataSet> load(int inputSize, long memoryLimit) {
        Map<String, LoadedDataSet> loaded = new LinkedHashMap<>();
        long left = memoryLimit;
        for (Map.Entry<String, DataSetListing> listing : listings.entrySet()) {
            long limit = left;
            LoadedDataSet images =
                    naming(listing.getKey(), () -> listing.getValue().load(inputSize, limit, stop));
            left -= images.pixelBytes();
            loaded.put(listing.getKey(), images);
        }
        return Collections.unmodifiableMap(loaded);
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
