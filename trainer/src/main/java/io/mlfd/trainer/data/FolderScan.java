package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.ReadFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** One listing of an image folder: goes on after a problem, so that all are told at once. */
final class FolderScan implements ListingScan {

    private final ImageFolderSource source;
    private final FolderSplits splits;
    private final StratifiedSplit validation;
    private final StratifiedSplit test;
    private final ScanLimits limits;
    private final StopSignal stop;
    private final Disk disk;
    private final Problems problems = new Problems();
    private final BelowRoot below;
    private final Map<Split, List<ImageFile>> images = new EnumMap<>(Split.class);
    private int files;

    /**
     * @param seed decides which images are held back for validation
     * @throws BadInputException when the source's root is no folder
     */
    FolderScan(ImageFolderSource source, FolderSplits splits, long seed, ScanLimits limits, StopSignal stop) {
        this.source = source;
        this.splits = splits;
        this.validation = StratifiedSplit.validation(seed, source.selection().validation());
        this.test = StratifiedSplit.test("folders.testFraction", splits.testFraction());
        this.limits = limits;
        this.stop = stop;
        this.disk = source.reading().disk();
        this.below = BelowRoot.of(source.root(), source.reading(), problems);
        for (Split split : Split.values()) {
            images.put(split, new ArrayList<>());
        }
    }

    /** A folder of class folders. {@code prefix}: of the names of its images */
    private record SplitFolder(Path path, String prefix) {}

    @Override
    public ImageFolderListing tolerant() {
        Path folder = below.resolve(source.path());
        below.requireFolder(
                folder,
                () -> "path: looked for the folder " + Problems.printable(folder)
                        + ", which does not exist; name a folder below the data root");
        problems.throwIfAny();
        SplitFolder train = splitFolder(folder, splits.train());
        Optional<SplitFolder> testFolder = splits.test().map(name -> splitFolder(folder, name));
        Optional<SplitFolder> validationFolder = splits.validation().map(name -> splitFolder(folder, name));
        problems.throwIfAny();
        SortedSet<String> trainClasses = classFolders(train);
        FolderClasses classes = FolderClasses.ofFolders(
                trainClasses, testFolder.map(this::classFolders).orElse(trainClasses));
        List<String> classNames = classes.chosen(source.selection().classes(), problems);
        for (int label = 0; label < classNames.size(); label++) {
            addTrain(train, classNames.get(label), label);
            if (testFolder.isPresent()) {
                addTest(testFolder.get(), classNames.get(label), label);
            }
        }
        validationFolder.ifPresent(split -> addValidation(split, trainClasses, classNames));
        return new ImageFolderListing(
                Problems.printable(folder), classNames, images, source.skipsBadImages(), source.reading());
    }

    @Override
    public Problems problems() {
        return problems;
    }

    private SplitFolder splitFolder(Path folder, String name) {
        Path path = below.resolve(source.path() + "/" + name);
        below.requireFolder(
                path,
                () -> Problems.printable(path) + " is missing; the data set needs " + splits.text() + "; there are "
                        + FolderClasses.some(new TreeSet<>(visibleNames(folder, limits.classes(), "classes")))
                        + ": imageFolder.folders says which is which");
        return new SplitFolder(path, FolderSplits.prefix(name));
    }

    private SortedSet<String> classFolders(SplitFolder split) {
        SortedSet<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
        for (String name : visibleNames(split.path(), limits.classes(), "classes")) {
            Path folder = split.path().resolve(name);
            if (name.codePoints().anyMatch(Character::isISOControl)) {
                problems.add(Problems.printable(folder) + " has a control character in its name; rename the class");
            } else {
                below.real(folder).flatMap(below::attributes).ifPresent(found -> {
                    if (found.isDirectory()) {
                        names.add(name);
                    } else {
                        problems.add(Problems.printable(folder) + " is a file; " + Problems.printable(split.path())
                                + " must hold one folder for each class");
                    }
                });
            }
        }
        return names;
    }

    private void addTrain(SplitFolder train, String className, int label) {
        OptionalInt most = source.selection().trainPerClass();
        boolean parted = test.fraction().isPresent();
        List<ImageFile> all = imagesOf(train, className, label, parted ? OptionalInt.empty() : most);
        if (all.isEmpty()) {
            return;
        }
        List<ImageFile> left = all;
        if (parted) {
            boolean[] forTest = test.heldBack(className, all.size(), problems);
            images.get(Split.TEST)
                    .addAll(LayoutScan.first(
                            LayoutScan.chosen(all, forTest, true),
                            source.selection().testPerClass()));
            left = LayoutScan.first(LayoutScan.chosen(all, forTest, false), most);
        }
        boolean[] heldBack = validation.heldBack(className, left.size(), problems);
        images.get(Split.VALIDATION).addAll(LayoutScan.chosen(left, heldBack, true));
        images.get(Split.TRAIN).addAll(LayoutScan.chosen(left, heldBack, false));
    }

    private void addTest(SplitFolder split, String className, int label) {
        images.get(Split.TEST)
                .addAll(imagesOf(split, className, label, source.selection().testPerClass()));
    }

    /** A class may be without validation images, but those of a class that nothing is trained for would count as wrong. */
    private void addValidation(SplitFolder split, SortedSet<String> trainClasses, List<String> classNames) {
        for (String name : classFolders(split)) {
            if (classNames.contains(name)) {
                images.get(Split.VALIDATION)
                        .addAll(imagesOf(split, name, classNames.indexOf(name), OptionalInt.empty()));
            } else if (!trainClasses.contains(name)) {
                problems.add("class " + Problems.printable(name) + " is in " + Problems.printable(split.path())
                        + " but not in train; add train images of it or remove the folder");
            }
        }
        if (images.get(Split.VALIDATION).isEmpty()) {
            problems.add(Problems.printable(split.path()) + " holds no image of any class; leave the folder out");
        }
    }

    private List<ImageFile> imagesOf(SplitFolder split, String className, int label, OptionalInt atMost) {
        Path folder = split.path().resolve(className);
        List<String> names = visibleNames(folder, limits.files() - files, "images");
        files += names.size();
        if (names.isEmpty()) {
            problems.add(Problems.printable(folder) + " holds no image; add images or remove the class");
        }
        List<ImageFile> found = new ArrayList<>();
        Optional<Path> real = below.real(folder);
        for (String name : names.subList(0, Math.min(names.size(), atMost.orElse(Integer.MAX_VALUE)))) {
            stop.check();
            real.flatMap(where -> file(where.resolve(name), folder.resolve(name)))
                    .ifPresent(file -> found.add(
                            new ImageFile(new WholeFile(file), split.prefix() + className + "/" + name, label)));
        }
        return found;
    }

    /** @param shown the same file as it was named */
    private Optional<Path> file(Path file, Path shown) {
        try {
            // Nearly all are files themselves, in a folder that was looked at: only what is a link has to be followed.
            if (disk.ownAttributes(file).isRegularFile()) {
                return Optional.of(file);
            }
        } catch (IOException e) {
            if (ReadFailure.of(e) != ReadFailure.MISSING) {
                problems.add(Problems.unreadable(shown, e));
                return Optional.empty();
            }
        }
        return below.real(shown).flatMap(real -> below.attributes(real).flatMap(kind -> {
            if (kind.isRegularFile()) {
                return Optional.of(real);
            }
            problems.add(Problems.printable(shown) + " is no file; a class folder must hold images and nothing else");
            return Optional.empty();
        }));
    }

    private List<String> visibleNames(Path folder, int limit, String what) {
        return new VisibleNames(disk, stop, problems).in(folder, new VisibleNames.Limit(limit, limit(what), what));
    }

    private int limit(String what) {
        return what.equals("classes") ? limits.classes() : limits.files();
    }
}
