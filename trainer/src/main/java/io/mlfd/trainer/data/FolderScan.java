package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.ReadFailure;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** One listing of an image folder: goes on after a problem, so that all are told at once. */
final class FolderScan {

    // What Java puts where a file name's bytes are no text in the locale's encoding.
    private static final char UNDECODABLE = '\ufffd';

    private final ImageFolderSource source;
    private final StratifiedSplit validation;
    private final ScanLimits limits;
    private final StopSignal stop;
    private final Disk disk;
    private final Problems problems = new Problems();
    private final Map<Split, List<ImageFile>> images = new EnumMap<>(Split.class);
    private int files;

    FolderScan(ImageFolderSource source, StratifiedSplit validation, ScanLimits limits, StopSignal stop) {
        this.source = source;
        this.validation = validation;
        this.limits = limits;
        this.stop = stop;
        this.disk = source.reading().disk();
        for (Split split : Split.values()) {
            images.put(split, new ArrayList<>());
        }
    }

    ImageFolderListing run() {
        ImageFolderListing listing = tolerant();
        problems.throwIfAny();
        return listing;
    }

    /** What there is, with what is wrong noted in {@link #problems}; the images that are listed are still worth a look. */
    ImageFolderListing tolerant() {
        Path root = realRoot();
        Path folder = root.resolve(relativePath()).normalize();
        requireFolder(
                root,
                folder,
                "path: looked for the folder " + Problems.printable(folder)
                        + ", which does not exist; name a folder below the data root");
        problems.throwIfAny();
        Path train = folder.resolve(Split.TRAIN.label());
        Path test = folder.resolve(Split.TEST.label());
        for (Path split : List.of(train, test)) {
            requireFolder(
                    root,
                    split,
                    Problems.printable(split) + " is missing; the data set needs " + Split.TRAIN.label()
                            + "/<class>/* and " + Split.TEST.label() + "/<class>/*");
        }
        problems.throwIfAny();
        List<String> classNames = new FolderClasses(classFolders(root, train), classFolders(root, test))
                .chosen(source.selection().classes(), problems);
        for (int label = 0; label < classNames.size(); label++) {
            addTrain(root, train, classNames.get(label), label);
            addTest(root, test, classNames.get(label), label);
        }
        return new ImageFolderListing(
                Problems.printable(folder), classNames, images, source.skipsBadImages(), source.reading());
    }

    Problems problems() {
        return problems;
    }

    private Path realRoot() {
        try {
            Path root = disk.real(source.root());
            if (disk.attributes(root).isDirectory()) {
                return root;
            }
            throw new BadInputException("data root " + Problems.printable(root) + " is not a folder");
        } catch (IOException e) {
            if (ReadFailure.of(e) == ReadFailure.MISSING) {
                throw new BadInputException(
                        "data root " + Problems.printable(source.root()) + " does not exist; name an existing folder");
            }
            throw new BadInputException(Problems.unreadable(source.root(), e));
        }
    }

    private Path relativePath() {
        String shown = Problems.printable(source.path());
        try {
            Path path = source.root().getFileSystem().getPath(source.path());
            boolean climbs = false;
            for (Path part : path) {
                climbs |= part.toString().equals("..");
            }
            if (path.isAbsolute() || climbs || source.path().isBlank()) {
                throw new BadInputException("path: \"" + shown
                        + "\" must be a folder below the data root: relative, not empty and without \"..\"");
            }
            return path.normalize();
        } catch (InvalidPathException e) {
            throw new BadInputException("path: \"" + shown + "\" is not a path; use letters, digits, - and /");
        }
    }

    private void requireFolder(Path root, Path folder, String problem) {
        try {
            if (disk.attributes(folder).isDirectory()) {
                real(root, folder);
            } else {
                problems.add(problem);
            }
        } catch (IOException e) {
            problems.add(ReadFailure.of(e) == ReadFailure.MISSING ? problem : Problems.unreadable(folder, e));
        }
    }

    /** What {@code path} is after following links; empty when that is outside the root, which is noted as a problem. */
    private Optional<Path> real(Path root, Path path) {
        try {
            Path real = disk.real(path);
            if (real.startsWith(root)) {
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

    /** Kind and size; empty where they cannot be had, which is noted as a problem. */
    private Optional<BasicFileAttributes> attributes(Path path) {
        try {
            return Optional.of(disk.attributes(path));
        } catch (IOException e) {
            problems.add(Problems.unreadable(path, e));
            return Optional.empty();
        }
    }

    private SortedSet<String> classFolders(Path root, Path split) {
        SortedSet<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
        for (String name : visibleNames(split, limits.classes(), "classes")) {
            Path folder = split.resolve(name);
            if (name.codePoints().anyMatch(Character::isISOControl)) {
                problems.add(Problems.printable(folder) + " has a control character in its name; rename the class");
            } else {
                real(root, folder).flatMap(this::attributes).ifPresent(found -> {
                    if (found.isDirectory()) {
                        names.add(name);
                    } else {
                        problems.add(Problems.printable(folder) + " is a file; " + Problems.printable(split)
                                + " must hold one folder for each class");
                    }
                });
            }
        }
        return names;
    }

    private void addTrain(Path root, Path train, String className, int label) {
        List<ImageFile> all = imagesOf(
                root, train, Split.TRAIN, className, label, source.selection().trainPerClass());
        if (all.isEmpty()) {
            return;
        }
        boolean[] heldBack = validation.heldBack(className, all.size(), problems);
        for (int i = 0; i < all.size(); i++) {
            images.get(heldBack[i] ? Split.VALIDATION : Split.TRAIN).add(all.get(i));
        }
    }

    private void addTest(Path root, Path test, String className, int label) {
        images.get(Split.TEST)
                .addAll(imagesOf(
                        root,
                        test,
                        Split.TEST,
                        className,
                        label,
                        source.selection().testPerClass()));
    }

    private List<ImageFile> imagesOf(
            Path root, Path splitFolder, Split split, String className, int label, OptionalInt atMost) {
        Path folder = splitFolder.resolve(className);
        List<String> names = visibleNames(folder, limits.files() - files, "images");
        files += names.size();
        if (names.isEmpty()) {
            problems.add(Problems.printable(folder) + " holds no image; add images or remove the class");
        }
        List<ImageFile> found = new ArrayList<>();
        for (String name : names.subList(0, Math.min(names.size(), atMost.orElse(Integer.MAX_VALUE)))) {
            stop.check();
            Path file = folder.resolve(name);
            real(root, file).ifPresent(real -> attributes(real).ifPresent(kind -> {
                if (kind.isRegularFile()) {
                    found.add(new ImageFile(real, split.label() + "/" + className + "/" + name, label));
                } else {
                    problems.add(
                            Problems.printable(file) + " is no file; a class folder must hold images and nothing else");
                }
            }));
        }
        return found;
    }

    /** The names in a folder but for {@link Litter}, sorted; none, with a problem noted, when it cannot be listed. */
    private List<String> visibleNames(Path folder, int limit, String what) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = disk.list(folder)) {
            for (Path entry : entries) {
                stop.check();
                String name = Objects.toString(entry.getFileName(), "");
                if (Litter.is(name)) {
                    continue;
                }
                if (name.indexOf(UNDECODABLE) >= 0) {
                    problems.add(Problems.printable(entry)
                            + " has a name that the locale cannot express; set LC_ALL=C.UTF-8 or rename it");
                    continue;
                }
                if (names.size() == limit) {
                    problems.add(Problems.printable(folder) + " takes the data set over its limit of " + limit(what)
                            + " " + what + "; use fewer");
                    problems.throwIfAny();
                }
                names.add(name);
            }
        } catch (DirectoryIteratorException e) {
            problems.add(Problems.unreadable(folder, e.getCause()));
            return List.of();
        } catch (IOException e) {
            problems.add(Problems.unreadable(folder, e));
            return List.of();
        }
        names.sort(CodePointOrder.INSTANCE);
        return names;
    }

    private int limit(String what) {
        return what.equals("classes") ? limits.classes() : limits.files();
    }
}
