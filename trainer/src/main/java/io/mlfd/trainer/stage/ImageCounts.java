package io.mlfd.trainer.stage;

import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.plan.estimate.ImageCount;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.DataSetListing;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many images data sets have, from their folders' listings; no image is read. */
public final class ImageCounts {
    private ImageCounts() {}

    /**
     * @param roots per data set the folder that its path lies below, as far as somebody said it
     * @param seed of the validation splits, which decides who is in them and hardly how many
     * @return by data set; without those that nobody said the folder of, or whose folder cannot be listed, which is others'
     *     to complain of
     * @throws io.mlfd.trainer.stop.StoppedException when a stop is asked for meanwhile
     */
    public static Map<String, ImageCount> of(
            List<DatasetWork> datasets, Map<String, Path> roots, ImageReading reading, long seed, StopSignal stop) {
        Map<String, ImageCount> counts = new LinkedHashMap<>();
        for (DatasetWork dataset : datasets) {
            if (dataset.source() instanceof DataSource.ImageFolder && !roots.containsKey(dataset.name())) {
                continue;
            }
            try {
                counts.put(
                        dataset.name(),
                        of(DataSetSources.of(dataset, roots, reading).list(seed, stop)));
            } catch (BadInputException e) {
                // Nothing is known of it, which is what a count that is missing says.
            }
        }
        return counts;
    }

    /** The images of what is listed. */
    public static ImageCount of(DataSetListing listing) {
        return new ImageCount(
                listing.count(Split.TRAIN),
                listing.count(Split.VALIDATION),
                listing.count(Split.TEST),
                listing.classNames().size());
    }
}
