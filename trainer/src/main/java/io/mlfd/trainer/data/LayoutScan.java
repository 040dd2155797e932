package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/** One listing of images that do not lie in a folder a class: splits, selections and validation are as they are for such. */
final class LayoutScan implements ListingScan {
    private final ImageFolderSource source;
    private final StratifiedSplit validation;
    private final StratifiedSplit test;
    private final LayoutReader reader;
    private final ScanLimits limits;
    private final StopSignal stop;
    private final Problems problems = new Problems();
    private final BelowRoot below;
    private final Map<Split, List<ImageFile>> images = new EnumMap<>(Split.class);

    /**
     * @param seed decides which images are held back for validation
     * @throws BadInputException when the source's root is no folder
     */
    LayoutScan(ImageFolderSource source, LayoutReader reader, long seed, ScanLimits limits, StopSignal stop) {
        this.source = source;
        this.reader = reader;
        this.validation = StratifiedSplit.validation(seed, source.selection().validation());
        this.test = StratifiedSplit.test(reader.testFractionField(), reader.testFraction());
        this.limits = limits;
        this.stop = stop;
        this.below = BelowRoot.of(source.root(), source.reading(), problems);
        for (Split split : Split.values()) {
            images.put(split, new ArrayList<>());
        }
    }

    @Override
    public ImageFolderListing tolerant() {
        Path folder = below.resolve(source.path());
        below.requireFolder(
                folder,
                () -> "path: looked for the folder " + Problems.printable(folder)
                        + ", which does not exist; name a folder below the data root");
        problems.throwIfAny();
        FoundImages found = new FoundImages(limits, problems);
        try {
            reader.read(new DataSetFolder(folder, below, source.reading(), limits, stop, problems), found);
        } catch (IOException e) {
            problems.add(Problems.unreadable(fileOf(e).orElse(folder), e));
        }
        if (found.isEmpty()) {
            problems.add(Problems.printable(folder) + " holds no image that can be listed");
            problems.throwIfAny();
        }
        List<String> classNames = assign(found);
        return new ImageFolderListing(
                Problems.printable(folder), classNames, images, source.skipsBadImages(), source.reading());
    }

    /** The file that an operating system's answer is about, where it says so. */
    private static Optional<Path> fileOf(IOException failure) {
        return failure instanceof FileSystemException of
                ? Optional.ofNullable(of.getFile()).map(Path::of)
                : Optional.empty();
    }

    @Override
    public Problems problems() {
        return problems;
    }

    private List<String> assign(FoundImages found) {
        SortedSet<String> trainClasses = found.classes(Split.TRAIN);
        SortedSet<String> testClasses = found.classes(Split.TEST);
        boolean parted = test.fraction().isPresent();
        if (parted && !testClasses.isEmpty()) {
            problems.add(test.field() + ": there are test images, of " + FolderClasses.some(testClasses)
                    + "; leave the fraction out");
            problems.throwIfAny();
        }
        if (!parted && testClasses.isEmpty()) {
            problems.add("there are no test images; " + test.field() + " takes a part of the train images for that");
            problems.throwIfAny();
        }
        List<String> classNames = FolderClasses.ofFound(trainClasses, parted ? trainClasses : testClasses)
                .chosen(source.selection().classes(), problems);
        for (int label = 0; label < classNames.size(); label++) {
            addTrain(files(found.of(classNames.get(label), Split.TRAIN), label), classNames.get(label));
            images.get(Split.TEST)
                    .addAll(first(
                            files(found.of(classNames.get(label), Split.TEST), label),
                            source.selection().testPerClass()));
        }
        addValidation(found, trainClasses, classNames);
        return classNames;
    }

    private static List<ImageFile> files(List<FoundImage> found, int label) {
        return found.stream()
                .map(image -> new ImageFile(image.content(), image.name(), label))
                .toList();
    }

    private void addTrain(List<ImageFile> all, String className) {
        List<ImageFile> left = all;
        if (test.fraction().isPresent()) {
            boolean[] forTest = test.heldBack(className, all.size(), problems);
            images.get(Split.TEST)
                    .addAll(first(chosen(all, forTest, true), source.selection().testPerClass()));
            left = chosen(all, forTest, false);
        }
        left = first(left, source.selection().trainPerClass());
        boolean[] heldBack = validation.heldBack(className, left.size(), problems);
        images.get(Split.VALIDATION).addAll(chosen(left, heldBack, true));
        images.get(Split.TRAIN).addAll(chosen(left, heldBack, false));
    }

    /** Those that are marked so. */
    static List<ImageFile> chosen(List<ImageFile> all, boolean[] marks, boolean mark) {
        List<ImageFile> chosen = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (marks[i] == mark) {
                chosen.add(all.get(i));
            }
        }
        return chosen;
    }

    /** At most so many of them. */
    static List<ImageFile> first(List<ImageFile> all, OptionalInt most) {
        return all.subList(0, Math.min(all.size(), most.orElse(Integer.MAX_VALUE)));
    }

    private void addValidation(FoundImages found, SortedSet<String> trainClasses, List<String> classNames) {
        SortedSet<String> named = found.classes(Split.VALIDATION);
        if (!named.isEmpty() && validation.fraction().isPresent()) {
            problems.add("validation: there are validation images already; leave the fraction out");
        }
        for (String name : named) {
            if (classNames.contains(name)) {
                images.get(Split.VALIDATION).addAll(files(found.of(name, Split.VALIDATION), classNames.indexOf(name)));
            } else if (!trainClasses.contains(name)) {
                problems.add("class " + Problems.printable(name)
                        + " has validation images but no train images; add some or leave the class out");
            }
        }
    }
}
