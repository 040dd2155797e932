package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.StorageException;
import java.util.List;

/** Which images a data set has: known, but not read yet. Immutable. */
public sealed interface DataSetListing permits ImageFolderListing, GeneratedListing {

    /** The classes; a label is a position in this list. */
    List<String> classNames();

    /** The number of images of a split; 0 for validation where none was asked for. */
    int count(Split split);

    /**
     * What is in the files, without decoding them. The fingerprint is SHA-256, in lower-case hexadecimal, of what {@link #load} loads: class names in order, and for folders the split, path
     * below the data set's folder and bytes of every image in order; for generated sets all that decides them. The folder's
     * own place and the size that images are brought to are no part of it.
     *
     * @throws BadInputException when a file is missing or may not be read
     * @throws StorageException when a file cannot be read now
     * @throws StoppedException when a stop was requested
     */
    DataSetContents contents(StopSignal stop);

    /** That of {@link #contents}. */
    default String fingerprint(StopSignal stop) {
        return contents(stop).fingerprint();
    }

    /**
     * Makes all images ready: in memory, or to be read when they are looked at. Decodes every image once, unless an earlier
     * reading did.
     *
     * @throws BadInputException with every problem found, not only the first
     * @throws StorageException when a file cannot be read now
     * @throws StoppedException when a stop was requested
     */
    LoadedDataSet load(Loading loading, StopSignal stop);
}
