package io.mlfd.trainer.stage;

import io.mlfd.trainer.data.DataSetContents;
import io.mlfd.trainer.data.ImageDigests;
import io.mlfd.trainer.storage.StageFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which files a stage's data sets had when it began, so that it can say which have changed; nothing else depends on them. */
final class DataFiles {
    private final StageFolder folder;

    DataFiles(StageFolder folder) {
        this.folder = folder;
    }

    void write(Map<String, DataSetContents> contents) {
        contents.forEach((dataset, images) -> folder.write(name(dataset), images.digests()::writeTo));
    }

    /**
     * In words that follow others: which files came, went and changed, as far as that is known.
     *
     * @param changed the data sets whose fingerprints are others than before
     */
    String changes(Map<String, DataSetContents> changed) {
        return changed.entrySet().stream()
                .flatMap(set -> read(set.getKey()).stream()
                        .map(before -> set.getValue().digests().changesSince(before)))
                .map(files -> ": "
                        + (files.isEmpty()
                                ? "no file did, but this release reads some kinds of image otherwise"
                                : files))
                .collect(Collectors.joining());
    }

    private Optional<ImageDigests> read(String dataset) {
        Path file = folder.file(name(dataset));
        if (!folder.stored().isFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Channels.newInputStream(folder.stored().disk().open(file))) {
            return ImageDigests.read(in);
        } catch (IOException e) {
            // The message goes without: that the data changed is known from the fingerprint.
            return Optional.empty();
        }
    }

    private static String name(String dataset) {
        return "data-" + dataset + ".gz";
    }
}
