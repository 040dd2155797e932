package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;
import java.nio.file.Path;

/** Folders of images on this machine's disk, read with as much memory as there is. */
public final class LocalImages {
    private LocalImages() {}

    public static ImageFolderSource folder(Path root, String path, Selection selection) {
        return folder(root, path, selection, false);
    }

    public static ImageFolderSource folder(Path root, String path, Selection selection, boolean skipsBadImages) {
        return new ImageFolderSource(
                root,
                path,
                FolderSplits.USUAL,
                selection,
                skipsBadImages,
                new ImageReading(Disk.local(), Links.WITHIN_ROOT, Long.MAX_VALUE));
    }

    public static ImageFolderSource folder(Path root, String path, ImageLayout layout, Selection selection) {
        return new ImageFolderSource(
                root,
                path,
                layout,
                selection,
                false,
                new ImageReading(Disk.local(), Links.WITHIN_ROOT, Long.MAX_VALUE));
    }
}
