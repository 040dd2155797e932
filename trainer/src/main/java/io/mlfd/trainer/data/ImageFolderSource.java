package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;

/**
 * A folder of images, one folder a class: {@code train/<class>/*} and {@code test/<class>/*}, PNG or JPEG by content, of any
 * size; what the file is called does not matter. Files and folders whose names begin with a dot are passed over. Symbolic
 * links count as what they point to, which must lie below the root.
 *
 * @param root the folder that nothing is read outside of
 * @param path the data set's folder, relative to the root
 */
public record ImageFolderSource(Path root, String path, Selection selection, ImageReading reading)
        implements DataSetSource {

    @Override
    public ImageFolderListing list(long seed, StopSignal stop) {
        return new FolderScan(this, new StratifiedSplit(seed, selection.validation()), ScanLimits.DEFAULT, stop).run();
    }
}
