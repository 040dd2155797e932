package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder of images, one folder a class, {@code train/<class>/*} and {@code test/<class>/*}, or as its layout says: PNG, JPEG, GIF, BMP, TIFF or WebP by content, of any
 * size; what the file is called does not matter. Files and folders whose names begin with a dot are passed over. Symbolic
 * links count as what they point to, as far as {@link Links} lets them.
 *
 * @param root the folder that paths are relative to, and that nothing is read outside of but through links
 * @param path the data set's folder, relative to the root
 * @param layout how the images lie in that folder
 * @param skipsBadImages whether images that cannot be decoded are left out, after the selection
 */
public record ImageFolderSource(
        Path root, String path, ImageLayout layout, Selection selection, boolean skipsBadImages, ImageReading reading)
        implements DataSetSource {

    /**
     * What there is, and what is wrong with it.
     *
     * @param listing of what can be listed; empty where nothing can
     * @param problems empty where {@link #list} would return
     */
    public record Found(Optional<ImageFolderListing> listing, List<String> problems) {}

    /**
     * As {@link #list}, for who wants to know everything at once.
     *
     * @throws io.mlfd.trainer.storage.StorageException when something cannot be read that may be readable again
     * @throws io.mlfd.trainer.stop.StoppedException when a stop is asked for meanwhile
     */
    public Found find(long seed, StopSignal stop) {
        ListingScan scan = scan(seed, stop);
        try {
            ImageFolderListing listing = scan.tolerant();
            return new Found(Optional.of(listing), scan.problems().lines());
        } catch (BadInputException e) {
            return new Found(Optional.empty(), e.lines());
        }
    }

    @Override
    public ImageFolderListing list(long seed, StopSignal stop) {
        return scan(seed, stop).run();
    }

    /** Whether a file's name ends as those of images do. */
    public static boolean isNamedAsAnImage(String name) {
        return NameReader.isOfAnImage(name);
    }

    private ListingScan scan(long seed, StopSignal stop) {
        if (layout instanceof FolderSplits folders) {
            return new FolderScan(this, folders, seed, ScanLimits.DEFAULT, stop);
        }
        return new LayoutScan(this, reader(), seed, ScanLimits.DEFAULT, stop);
    }

    private LayoutReader reader() {
        if (layout instanceof ImageTable table) {
            return new TableReader(table);
        }
        if (layout instanceof NamedImages images) {
            return new NameReader(images);
        }
        if (layout instanceof CifarFiles files) {
            return new CifarReader(files);
        }
        if (layout instanceof IdxFiles files) {
            return new IdxReader(files);
        }
        if (layout instanceof ShardFiles files) {
            return new ShardReader(files);
        }
        throw new IllegalStateException("no reader of " + layout.getClass().getSimpleName());
    }
}
