package io.mlfd.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A base image of a few files, made without any registry. */
final class SmallBase {

    /** Its files: one says something, and two are there. */
    static final List<String> FILES = List.of("etc/os-release", "usr/bin/cat", "usr/bin/sha256sum");

    private SmallBase() {}

    static Base in(Path folder) throws Exception {
        return of(folder, FILES, 8);
    }

    /** @param size of each file; all but the first are empty */
    static Base of(Path folder, List<String> files, long size) throws Exception {
        Path file = folder.resolve("base.tar");
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder();
        for (String name : files) {
            Path each = folder.resolve("base").resolve(name);
            Files.createDirectories(each.getParent());
            // A hole: it takes no disk.
            try (RandomAccessFile hole = new RandomAccessFile(each.toFile(), "rw")) {
                hole.setLength(name.equals(files.get(0)) ? size : 0);
            }
            layer.addEntry(each, AbsoluteUnixPath.get("/" + name));
        }
        Jib.fromScratch()
                .addFileEntriesLayer(layer.build())
                .containerize(Containerizer.to(TarImage.at(file).named("localhost/base:1"))
                        .setOfflineMode(true)
                        .setBaseImageLayersCache(folder.resolve("scratch"))
                        .setApplicationLayersCache(folder.resolve("scratch")));
        return Base.parse("tar://" + file);
    }
}
