package io.mlfd.trainer.cli;

import io.mlfd.trainer.data.ImageFolderListing;
import io.mlfd.trainer.data.ImageFolderSource;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.data.Selection;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * What can be said of an image folder at a glance.
 *
 * @param path below the data root, with {@code /}
 * @param layout of the folder
 * @param smallestClass training images of the class with the fewest
 * @param side median of the shorter sides of a few images, in pixels
 */
record FolderSurvey(
        String path,
        String folderName,
        RecognisedLayout layout,
        int classes,
        int train,
        int validation,
        int test,
        int smallestClass,
        int side) {
    private static final int LOOKED_AT = 15;
    private static final int UNKNOWN_SIDE = 32;

    /** @throws io.mlfd.trainer.data.BadInputException when the folder is no data set */
    static FolderSurvey of(Path root, Path folder, Disk disk) {
        RecognisedLayout layout = RecognisedLayout.of(folder, disk);
        String path = root.relativize(layout.folder()).toString().replace('\\', '/');
        ImageFolderListing listing = new ImageFolderSource(
                        root,
                        path,
                        layout.layout(),
                        Selection.ALL,
                        false,
                        ImageReading.inThisProcess(disk, Links.ANYWHERE))
                .list(0, StopSignal.never());
        return new FolderSurvey(
                path,
                folder.getFileName().toString(),
                layout,
                listing.classNames().size(),
                listing.count(Split.TRAIN),
                listing.count(Split.VALIDATION),
                listing.count(Split.TEST),
                IntStream.of(listing.classCounts(Split.TRAIN)).min().orElse(0),
                side(listing));
    }

    private static int side(ImageFolderListing listing) {
        int[] sides = listing.shorterSides(LOOKED_AT).sorted().toArray();
        return sides.length == 0 ? UNKNOWN_SIDE : sides[sides.length / 2];
    }
}
