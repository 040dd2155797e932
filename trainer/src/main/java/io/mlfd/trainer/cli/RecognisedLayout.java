package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.data.FolderSplits;
import io.mlfd.trainer.data.ImageLayout;
import io.mlfd.trainer.storage.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a folder of images is laid out, as far as names say.
 *
 * @param folder that the images lie in as the layout says; the one that was looked into, or one below it
 * @param said what was recognised and chosen, where it is not the usual
 */
record RecognisedLayout(Path folder, ImageLayout layout, Optional<String> said) {
    /** Of images without a split, that are kept for the test. */
    static final double TEST_FRACTION = 0.2;

    private static final Set<String> TRAIN = Set.of("train", "training", "trainset", "train_set", "training_set");
    private static final Set<String> TEST = Set.of("test", "testing", "testset", "test_set");
    private static final Set<String> VALIDATION =
            Set.of("val", "valid", "validation", "dev", "val_set", "valid_set", "validation_set");
    private static final int DEEPEST = 2;

    /** @throws CommandException saying what is there, when it is nothing that is known */
    static RecognisedLayout of(Path folder, Disk disk) {
        return of(folder, disk, 0).orElseThrow(() -> unknown(folder, disk));
    }

    /** The same, and the usual one where it is nothing that is known: a listing says then what is missing. */
    static RecognisedLayout ofAny(Path folder, Disk disk) {
        return of(folder, disk, 0).orElseGet(() -> new RecognisedLayout(folder, FolderSplits.USUAL, Optional.empty()));
    }

    private static Optional<RecognisedLayout> of(Path folder, Disk disk, int depth) {
        FolderEntries entries = FolderEntries.of(folder, disk);
        Optional<RecognisedLayout> here = splitFolders(folder, entries, disk)
                .or(() -> new TableGuess(disk).of(folder, entries))
                .or(() -> classFolders(folder, entries.folders(), disk))
                .or(() -> ArchiveGuess.of(folder, entries))
                .or(() -> NameGuess.of(folder, entries));
        if (here.isPresent() || depth == DEEPEST) {
            return here;
        }
        List<RecognisedLayout> below = entries.folders().stream()
                .flatMap(child -> of(child, disk, depth + 1).stream())
                .toList();
        // Pictures of another kind, such as masks, often lie deeper than the images that they belong to.
        int highest = below.stream()
                .mapToInt(layout -> layout.folder().getNameCount())
                .min()
                .orElse(0);
        List<RecognisedLayout> nearest = below.stream()
                .filter(layout -> layout.folder().getNameCount() == highest)
                .toList();
        return nearest.size() == 1 ? Optional.of(nearest.get(0)) : Optional.empty();
    }

    /** Folders that are called as splits are: with class folders in them, or with images that say their class. */
    private static Optional<RecognisedLayout> splitFolders(Path folder, FolderEntries entries, Disk disk) {
        return named(entries.folders(), TRAIN).flatMap(train -> {
            RecognisedLayout classes =
                    withTrain(folder, train, named(entries.folders(), VALIDATION), named(entries.folders(), TEST));
            if (!FolderEntries.of(folder.resolve(train), disk).folders().isEmpty()) {
                return Optional.of(classes);
            }
            return new TableGuess(disk)
                    .of(folder, entries)
                    .or(() -> NameGuess.of(
                            folder,
                            new FolderSplits(
                                    train,
                                    named(entries.folders(), VALIDATION),
                                    named(entries.folders(), TEST),
                                    OptionalDouble.empty()),
                            name -> FolderEntries.of(folder.resolve(name), disk)))
                    .or(() -> Optional.of(classes));
        });
    }

    private static RecognisedLayout withTrain(
            Path folder, String train, Optional<String> validation, Optional<String> test) {
        if (test.isEmpty() && validation.isEmpty()) {
            return new RecognisedLayout(
                    folder,
                    new FolderSplits(train, Optional.empty(), Optional.empty(), OptionalDouble.of(TEST_FRACTION)),
                    Optional.of("there is " + train + " only: a fifth of each class is kept for the test"));
        }
        if (test.isEmpty()) {
            return new RecognisedLayout(
                    folder,
                    new FolderSplits(train, Optional.empty(), validation, OptionalDouble.empty()),
                    Optional.of(validation.get() + " is taken for the test, there is no other"));
        }
        FolderSplits splits = new FolderSplits(train, validation, test, OptionalDouble.empty());
        return new RecognisedLayout(
                folder,
                splits,
                splits.equals(FolderSplits.USUAL)
                        ? Optional.empty()
                        : Optional.of(train
                                + validation.map(name -> ", " + name).orElse("") + " and " + test.get() + " are train"
                                + validation.map(name -> ", validation").orElse("") + " and test"));
    }

    /** Folders that hold files, and nothing that is a split. */
    private static Optional<RecognisedLayout> classFolders(Path folder, List<Path> folders, Disk disk) {
        boolean classes = folders.size() > 1
                && folders.stream()
                        .map(child -> FolderEntries.of(child, disk))
                        .allMatch(child ->
                                !child.files().isEmpty() && child.folders().isEmpty());
        return classes
                ? Optional.of(new RecognisedLayout(
                        folder,
                        new FolderSplits(".", Optional.empty(), Optional.empty(), OptionalDouble.of(TEST_FRACTION)),
                        Optional.of("there are " + folders.size()
                                + " class folders and no split: a fifth of each class is kept for the test")))
                : Optional.empty();
    }

    private static Optional<String> named(List<Path> folders, Set<String> names) {
        return folders.stream()
                .map(FolderEntries::name)
                .filter(name -> names.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static CommandException unknown(Path folder, Disk disk) {
        FolderEntries entries = FolderEntries.of(folder, disk);
        String there =
                entries.folders().stream().limit(10).map(FolderEntries::name).collect(Collectors.joining(", "));
        int files = entries.files().size();
        return new CommandException(
                ExitCode.BAD_INPUT,
                folder + ": is no layout that is known: there are "
                        + (there.isEmpty() ? "no folders" : "the folders " + there) + " and " + files
                        + " files; needed are train/<class>/* with test/<class>/* or val/<class>/*, <class>/*, or another layout of"
                        + " mlfd init --help");
    }
}
