package io.mlfd.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A base image of one file, made without any registry. */
final class SmallBase {
    private SmallBase() {}

    static Base in(Path folder) throws Exception {
        Path file = folder.resolve("base.tar");
        Path os = Files.writeString(folder.resolve("os-release"), "ID=test\n");
        Jib.fromScratch()
                .addFileEntriesLayer(FileEntriesLayer.builder()
                        .addEntry(os, AbsoluteUnixPath.get("/etc/os-release"))
                        .build())
                .containerize(Containerizer.to(TarImage.at(file).named("localhost/base:1"))
                        .setOfflineMode(true)
                        .setBaseImageLayersCache(folder.resolve("scratch"))
                        .setApplicationLayersCache(folder.resolve("scratch")));
        return Base.parse("tar://" + file);
    }
}
