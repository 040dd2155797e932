package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.util.List;

/**
 * In files, which are read and decoded whenever an image is asked for, and are held to their digests: what changed since a
 * stage began is found when it is read, not trained on.
 */
final class FilePixels implements Pixels {
    private final String folder;
    private final List<ImageFile> images;
    private final ImageDigests digests;
    private final Disk disk;
    private final SharedDecoder decoder;
    private final int size;

    /**
     * @param folder of the data set, for people
     * @param digests of all images
     * @param size S, the height and width in pixels that images are brought to
     */
    FilePixels(
            String folder, List<ImageFile> images, ImageDigests digests, Disk disk, SharedDecoder decoder, int size) {
        this.folder = folder;
        this.images = List.copyOf(images);
        this.digests = digests;
        this.disk = disk;
        this.decoder = decoder;
        this.size = size;
    }

    @Override
    public int count() {
        return images.size();
    }

    @Override
    public boolean isHeld() {
        return false;
    }

    @Override
    public byte[] of(int image) {
        ImageFile file = images.get(image);
        try {
            return decoded(file);
        } catch (ImageFormatException e) {
            throw new BadInputException(Problems.printable(folder + "/" + file.name()) + " " + e.getMessage());
        }
    }

    private byte[] decoded(ImageFile file) throws ImageFormatException {
        byte[] content;
        try {
            content = file.content().read(disk);
        } catch (IOException e) {
            throw new BadInputException(Problems.unreadable(file.content().file(), e));
        }
        if (!digests.holds(file.name(), content)) {
            throw ImageFormatException.ofTheSurroundings(
                    "is not what it was when the data set was read, though its size and time are the same; put it back, or start again and be"
                            + " told what changed");
        }
        return decoder.decode(file.content(), content, size).pixels();
    }
}
