package io.mlfd.trainer.local;

import io.mlfd.contract.DatasetWork;
import io.mlfd.plan.estimate.ImageCount;
import io.mlfd.trainer.check.DataCheck;
import io.mlfd.trainer.data.ImageFolderListing;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.stage.DataSetSources;
import io.mlfd.trainer.stage.ImageCounts;
import io.mlfd.trainer.stop.StopSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The image folders of a run, listed once for everyone who looks at its data before the first stage. For one run. */
public final class ListedData {
    private final ImageReading reading;
    private final StopSignal stop;
    private Optional<Map<String, DataCheck.Folder>> listed = Optional.empty();

    public ListedData(ImageReading reading, StopSignal stop) {
        this.reading = reading;
        this.stop = stop;
    }

    /**
     * By data set, in their order; of those that lie in folders.
     *
     * @throws io.mlfd.trainer.storage.StorageException when something cannot be read that may be readable again
     * @throws io.mlfd.trainer.stop.StoppedException when a stop is asked for meanwhile
     */
    Map<String, DataCheck.Folder> of(LocalRun run) {
        if (listed.isEmpty()) {
            Map<String, DataCheck.Folder> found = new LinkedHashMap<>();
            DataSetSources.imageFolders(run.plan().datasets(), run.data(), reading)
                    .forEach((name, source) -> found.put(
                            name, new DataCheck.Folder(source.path(), source.find(seed(run), stop), size(run, name))));
            listed = Optional.of(found);
        }
        return listed.get();
    }

    /** The images of all data sets, of those that can be listed: what is wrong with others is told elsewhere. */
    Map<String, ImageCount> counts(LocalRun run) {
        Map<String, DataCheck.Folder> folders = of(run);
        List<DatasetWork> others = new ArrayList<>(run.plan().datasets());
        others.removeIf(dataset -> folders.containsKey(dataset.name()));
        Map<String, ImageCount> counts =
                new LinkedHashMap<>(ImageCounts.of(others, run.data(), reading, seed(run), stop));
        folders.forEach(
                (name, folder) -> listing(folder).map(ImageCounts::of).ifPresent(count -> counts.put(name, count)));
        return counts;
    }

    /** What can be used as it lies there. */
    static Optional<ImageFolderListing> listing(DataCheck.Folder folder) {
        return folder.found()
                .listing()
                .filter(found -> folder.found().problems().isEmpty());
    }

    /** Gives back the memory of all the names. */
    public void forget() {
        listed = Optional.empty();
    }

    /** Of the run's first stage: where there are several seeds, others hold other images back for validation. */
    static long seed(LocalRun run) {
        return run.plan().stages().get(0).seed();
    }

    private static OptionalInt size(LocalRun run, String dataset) {
        return run.plan().stages().stream()
                .map(stage -> stage.work())
                .filter(work -> work.imageSize().isPresent()
                        && work.reads().stream().anyMatch(read -> read.name().equals(dataset)))
                .map(work -> work.imageSize())
                .findFirst()
                .orElse(OptionalInt.empty());
    }
}
