package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;

/** Where the images of a data set come from. */
public sealed interface DataSetSource permits ImageFolderSource, GeneratedSource {

    /**
     * Lists the images without reading them and decides which image belongs to which split.
     *
     * @param seed of the run; decides the validation split, and the images of generated sets
     * @param stop polled for each file
     * @throws BadInputException with every problem found, not only the first
     * @throws io.mlfd.trainer.storage.StorageException when something cannot be read that may be readable again
     * @throws io.mlfd.trainer.stop.StoppedException when a stop is asked for meanwhile
     */
    DataSetListing list(long seed, StopSignal stop);
}
