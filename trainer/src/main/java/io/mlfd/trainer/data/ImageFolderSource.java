package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import java.nio.file.Path;

/**
 * A folder of images, one folder a class: {@code train/<class>/*} and {@code test/<class>/*}, PNG or JPEG by content, of any
 * size; what the file is called does not matter. Files and folders whose names begin with a dot are passed over. Symbolic
 * links count as what they point to, which must lie below the root.
 *
 * @param root the folder that nothing is read outside of
 * @param path the data set's folder, relative to the root
 * @param disk what is read from
 */
public record ImageFolderSource(Path root, String path, Selection selection, Disk disk) implements DataSetSource {

    /** On this machine's disk. */
    public ImageFolderSource(Path root, String path, Selection selection) {
        this(root, path, selection, Disk.local());
    }

    @Override
    public ImageFolderListing list(long seed, StopSignal stop) {
        return new FolderScan(this, new StratifiedSplit(seed, selection.validation()), ScanLimits.DEFAULT, stop).run();
    }
}
