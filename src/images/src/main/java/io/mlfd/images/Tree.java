package io.mlfd.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of one layer.
 *
 * @param name shown in the history of the image
 * @param source folder or file on this machine
 * @param target absolute path in the image
 */
record Tree(String name, Path source, String target) {

    /** Zero means "unknown" to some tools. */
    static final Instant FIXED_TIME = Instant.EPOCH.plusSeconds(1);

    private static final FilePermissions READ_ONLY = FilePermissions.fromOctalString("444");

    /**
     * One layer of several trees: files sorted by name, with one fixed time and mode, so that equal files give an equal
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
                layer.addEntry(file, AbsoluteUnixPath.get(path), READ_ONLY, FIXED_TIME);
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

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(source)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException(source + " is empty: package its module first");
            }
            return files;
        }
    }
}
