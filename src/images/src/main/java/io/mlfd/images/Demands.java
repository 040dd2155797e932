package io.mlfd.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an image asks of its base.
 *
 * @param programs that others start in its containers, by their names
 * @param elsewhere libraries that come from the node
 * @param mostBytes that the base's files may have, unpacked
 */
record Demands(List<String> programs, Set<String> elsewhere, long mostBytes) {

    /** @throws IllegalArgumentException naming each thing that is not there */
    void check(Image image, Image.Built built) throws IOException {
        Set<String> there = new HashSet<>(elsewhere);
        long[] bytes = {0};
        ArchivedLayers archived = ArchivedLayers.of(built);
        int own = archived.layers().size() - image.layers().size();
        archived.visit((layer, entry) -> {
            if (!entry.isDirectory()) {
                there.add(Path.of(entry.getName()).getFileName().toString());
            }
            bytes[0] += layer < own ? entry.getSize() : 0;
        });
        if (bytes[0] > mostBytes) {
            throw new IllegalArgumentException(String.format(
                    "mlfd.base: it has %.1f MB unpacked, and an image that brings its Java takes one of up to %.1f MB: give a base without Java,"
                            + " or build on its Java with -Dmlfd.runtime=base",
                    bytes[0] / 1e6, mostBytes / 1e6));
        }
        List<String> missing = new ArrayList<>();
        missingLibraries(image, there)
                .forEach((library, users) -> missing.add(library + " (for " + String.join(", ", users) + ")"));
        programs.stream().filter(program -> !there.contains(program)).forEach(missing::add);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "mlfd.base: " + image.name() + " finds no " + String.join(", no ", missing)
                            + ": add what has them to the base, or build with a JDK that brings its libraries, such as Temurin");
        }
    }

    private static TreeMap<String, TreeSet<String>> missingLibraries(Image image, Set<String> there)
            throws IOException {
        TreeMap<String, TreeSet<String>> missing = new TreeMap<>();
        for (Image.Layer layer : image.layers()) {
            for (Tree tree : layer.trees()) {
                for (Path file : tree.files()) {
                    for (String library : NeededLibraries.of(file)) {
                        if (!there.contains(library)) {
                            missing.computeIfAbsent(library, name -> new TreeSet<>())
                                    .add(file.getFileName().toString());
                        }
                    }
                }
            }
        }
        return missing;
    }
}
