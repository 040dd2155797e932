package io.mlfd.trainer.data;

/** Where the images of a data set come from. */
public sealed interface DataSetSource permits ImageFolderSource, GeneratedSource {

    /**
     * Lists the images without reading them and decides which image belongs to which split.
     *
     * @param seed of the run; decides the validation split, and the images of generated sets
     * @throws BadInputException with every problem found, not only the first
     */
    DataSetListing list(long seed);
}
