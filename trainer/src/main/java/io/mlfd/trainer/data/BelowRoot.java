package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.ReadFailure;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks below a data root, links followed as far as they may be; what cannot be had there is noted as a problem. */
final class BelowRoot {
    private final Path root;
    private final Disk disk;
    private final Links links;
    private final Problems problems;

    private BelowRoot(Path root, Disk disk, Links links, Problems problems) {
        this.root = root;
        this.disk = disk;
        this.links = links;
        this.problems = problems;
    }

    /** @throws BadInputException when there is no such folder */
    static BelowRoot of(Path given, ImageReading reading, Problems problems) {
        Disk disk = reading.disk();
        try {
            Path root = disk.real(given);
            if (disk.attributes(root).isDirectory()) {
                return new BelowRoot(root, disk, reading.links(), problems);
            }
            throw new BadInputException("data root " + Problems.printable(root) + " is not a folder");
        } catch (IOException e) {
            if (ReadFailure.of(e) == ReadFailure.MISSING) {
                throw new BadInputException(
                        "data root " + Problems.printable(given) + " does not exist; name an existing folder");
            }
            throw new BadInputException(Problems.unreadable(given, e));
        }
    }

    /**
     * A path below the root, whether or not there is anything.
     *
     * @throws BadInputException when it leads elsewhere, or is none
     */
    Path resolve(String given) {
        String shown = Problems.printable(given);
        try {
            Path path = root.getFileSystem().getPath(given);
            if (path.isAbsolute() || climbs(path) || given.isBlank()) {
                throw new BadInputException("path: \"" + shown
                        + "\" must be a folder below the data root: relative, not empty and without \"..\"");
            }
            return root.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new BadInputException("path: \"" + shown + "\" is not a path; use letters, digits, - and /");
        }
    }

    /** The same, but what cannot be had is noted elsewhere. */
    BelowRoot noting(Problems elsewhere) {
        return new BelowRoot(root, disk, links, elsewhere);
    }

    /** Whether a path has a part that leads out of the folder before it. */
    static boolean climbs(Path path) {
        for (Path part : path) {
            if (part.toString().equals("..")) {
                return true;
            }
        }
        return false;
    }

    /** Notes {@code problem} where there is no such folder. */
    void requireFolder(Path folder, Supplier<String> problem) {
        try {
            if (disk.attributes(folder).isDirectory()) {
                real(folder);
            } else {
                problems.add(problem.get());
            }
        } catch (IOException e) {
            problems.add(ReadFailure.of(e) == ReadFailure.MISSING ? problem.get() : Problems.unreadable(folder, e));
        }
    }

    /** What {@code path} is after following links; empty when that is where it may not be, which is noted as a problem. */
    Optional<Path> real(Path path) {
        try {
            Path real = disk.real(path);
            if (links == Links.ANYWHERE || real.startsWith(root)) {
                return Optional.of(real);
            }
            problems.add(Problems.printable(path) + " is a link to " + Problems.printable(real)
                    + ", outside the data root " + Problems.printable(root) + "; copy the images below the root");
        } catch (IOException e) {
            problems.add(
                    ReadFailure.of(e) == ReadFailure.MISSING
                            ? Problems.printable(path)
                                    + " is a link to nothing; remove it or restore what it pointed to"
                            : Problems.unreadable(path, e));
        }
        return Optional.empty();
    }

    /** The same for what somebody says to be a file; that there is none is noted too. */
    Optional<Path> file(Path path) {
        try {
            if (!disk.attributes(path).isRegularFile()) {
                problems.add(Problems.printable(path) + " is no file");
                return Optional.empty();
            }
        } catch (IOException e) {
            problems.add(
                    ReadFailure.of(e) == ReadFailure.MISSING
                            ? Problems.printable(path) + " does not exist"
                            : Problems.unreadable(path, e));
            return Optional.empty();
        }
        return real(path);
    }

    /** Kind and size; empty where they cannot be had, which is noted as a problem. */
    Optional<BasicFileAttributes> attributes(Path path) {
        try {
            return Optional.of(disk.attributes(path));
        } catch (IOException e) {
            problems.add(Problems.unreadable(path, e));
            return Optional.empty();
        }
    }
}
