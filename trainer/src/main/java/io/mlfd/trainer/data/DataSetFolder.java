package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The folder of a data set, for those that find images in it.
 *
 * @param path its own
 * @param below what may be looked at
 */
record DataSetFolder(
        Path path, BelowRoot below, ImageReading reading, ScanLimits limits, StopSignal stop, Problems problems) {
    Disk disk() {
        return reading.disk();
    }

    /** What is in a folder, but for litter, sorted by code points. */
    List<String> names(Path folder) {
        return new VisibleNames(disk(), stop, problems)
                .in(folder, new VisibleNames.Limit(limits.files(), limits.files(), "images"));
    }

    /** Whether there is a folder that may be looked into; {@code missing}: the problem that is noted where there is none. */
    boolean isFolder(Path folder, Supplier<String> missing) {
        Problems here = new Problems();
        below.noting(here).requireFolder(folder, missing);
        here.lines().forEach(problems::add);
        return here.lines().isEmpty();
    }

    /**
     * A file below {@code folder}, which lies in the data set's.
     *
     * @param given a path that somebody wrote
     * @param at what stands in front of a problem
     * @return its name below the data set's folder; empty, and a problem, where it leads elsewhere
     */
    Optional<String> nameOf(Path folder, String given, String at) {
        Supplier<String> shown = () -> at + "\"" + Problems.printable(given) + "\" ";
        try {
            Path asked = folder.getFileSystem().getPath(given);
            if (given.isBlank() || asked.isAbsolute() || BelowRoot.climbs(asked)) {
                problems.add(shown.get() + "must be a path below " + Problems.printable(folder)
                        + ": relative, not empty and without \"..\"");
                return Optional.empty();
            }
            return Optional.of(path.relativize(folder.resolve(asked).normalize())
                    .toString()
                    .replace(path.getFileSystem().getSeparator(), "/"));
        } catch (InvalidPathException e) {
            problems.add(shown.get() + "is no path");
            return Optional.empty();
        }
    }

    /**
     * The content of a file.
     *
     * @param name below the data set's folder
     * @param at what stands in front of a problem
     * @return empty, and a problem, where there is no such file
     */
    Optional<ImageContent> file(String name, String at) {
        Problems here = new Problems();
        Optional<Path> real = below.noting(here).file(path.resolve(name));
        here.lines().forEach(line -> problems.add(at + line));
        return real.map(WholeFile::new);
    }

    /** A file that holds many images; empty, and a problem, where there is no such file. */
    Optional<ByteStore> store(String name) throws IOException {
        Optional<ImageContent> file = file(name, "");
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new ByteStore.OnDisk(
                        file.get().file(), disk().attributes(file.get().file()).size()));
    }
}
