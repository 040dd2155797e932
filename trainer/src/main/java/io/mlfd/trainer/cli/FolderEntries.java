package io.mlfd.trainer.cli;

import io.mlfd.trainer.data.Litter;
import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies in a folder, but for litter, sorted by name; nothing where it cannot be read, which the listing tells later.
 *
 * @param folders in it
 * @param files in it
 */
record FolderEntries(List<Path> folders, List<Path> files) {
    static FolderEntries of(Path folder, Disk disk) {
        List<Path> folders = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = disk.list(folder)) {
            for (Path entry : all) {
                if (!Litter.is(name(entry))) {
                    (disk.attributes(entry).isDirectory() ? folders : files).add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return new FolderEntries(List.of(), List.of());
        }
        folders.sort(null);
        files.sort(null);
        return new FolderEntries(folders, files);
    }

    /** The last part of a path. */
    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    List<String> fileNames() {
        return files.stream().map(FolderEntries::name).toList();
    }
}
