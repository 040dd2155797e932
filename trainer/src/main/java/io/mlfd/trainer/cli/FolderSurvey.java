package io.mlfd.trainer.cli;

import io.mlfd.trainer.data.ImageFolderListing;
import io.mlfd.trainer.data.ImageFolderSource;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.data.Selection;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

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
                        layout.splits(),
                        Selection.ALL,
                        false,
                        new ImageReading(disk, Links.ANYWHERE, Long.MAX_VALUE))
                .list(0, StopSignal.never());
        return new FolderSurvey(
                path,
                folder.getFileName().toString(),
                layout,
                listing.classNames().size(),
                listing.count(Split.TRAIN),
                listing.count(Split.TEST),
                IntStream.of(listing.classCounts(Split.TRAIN)).min().orElse(0),
                side(layout.folder(), listing.names(Split.TRAIN), disk));
    }

    private static int side(Path folder, List<String> names, Disk disk) {
        int step = Math.max(1, names.size() / LOOKED_AT);
        int[] sides = IntStream.iterate(0, i -> i < names.size(), i -> i + step)
                .mapToObj(i -> shorterSide(folder.resolve(names.get(i)), disk))
                .flatMapToInt(OptionalInt::stream)
                .sorted()
                .toArray();
        return sides.length == 0 ? UNKNOWN_SIDE : sides[sides.length / 2];
    }

    /** From the file's header. A file that cannot be read is reported by the run, with all others. */
    private static OptionalInt shorterSide(Path file, Disk disk) {
        try (InputStream bytes = Channels.newInputStream(disk.open(file));
                ImageInputStream stream = new MemoryCacheImageInputStream(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return OptionalInt.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return OptionalInt.of(Math.min(reader.getWidth(0), reader.getHeight(0)));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // The platform's readers throw anything at a malformed header.
            return OptionalInt.empty();
        }
    }
}
