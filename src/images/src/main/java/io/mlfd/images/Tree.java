package io.mlfd.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Files of one layer.
 *
 * @param name shown in the history of the image
 * @param source folder or file on this machine
 * @param target absolute path in the image
 * @param mode of every file
 */
record Tree(String name, Path source, String target, FilePermissions mode) {

    /** Nobody writes what is in an image. */
    static final FilePermissions READ_ONLY = FilePermissions.fromOctalString("444");

    static final FilePermissions PROGRAM = FilePermissions.fromOctalString("555");

    /** Zero means "unknown" to some tools. */
    static final Instant FIXED_TIME = Instant.EPOCH.plusSeconds(1);

    Tree(String name, Path source, String target) {
        this(name, source, target, READ_ONLY);
    }

    /**
     * One layer of several trees: files sorted by name, with one fixed time and the tree's mode, so that equal files give an equal
     * digest whenever and wherever they were made.
     */
    static FileEntriesLayer layer(String name, List<Tree> trees) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        for (Tree tree : trees) {
            for (Path file : tree.files()) {
                String path = tree.target;
                if (!file.equals(tree.source)) {
                    path += "/" + tree.source.relativize(file);
                }
                layer.addEntry(file, AbsoluteUnixPath.get(path), tree.mode, FIXED_TIME);
            }
        }
        return layer.build();
    }

    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    List<Path> files() throws IOException {
        List<Path> files = Folders.files(source);
        if (files.isEmpty()) {
            throw new IllegalArgumentException(source + " is empty: package its module first");
        }
        return files;
    }
}
