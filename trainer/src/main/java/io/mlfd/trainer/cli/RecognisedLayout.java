package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.data.FolderSplits;
import io.mlfd.trainer.data.Litter;
import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a folder of images is laid out, as far as the names of its folders say.
 *
 * @param folder that the splits or classes lie in; the one that was looked into, or one below it
 * @param said what was recognised and chosen, where it is not the usual
 */
record RecognisedLayout(Path folder, FolderSplits splits, Optional<String> said) {
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
        List<Path> folders = entries(folder, disk, true);
        Optional<String> train = named(folders, TRAIN);
        Optional<RecognisedLayout> here = train.isPresent()
                ? Optional.of(withTrain(folder, train.get(), named(folders, VALIDATION), named(folders, TEST)))
                : classFolders(folder, folders, disk);
        if (here.isPresent() || depth == DEEPEST) {
            return here;
        }
        List<RecognisedLayout> below = folders.stream()
                .flatMap(child -> of(child, disk, depth + 1).stream())
                .toList();
        return below.size() == 1 ? below.stream().findFirst() : Optional.empty();
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
                        .allMatch(child -> !entries(child, disk, false).isEmpty()
                                && entries(child, disk, true).isEmpty());
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
                .map(RecognisedLayout::name)
                .filter(name -> names.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static List<Path> entries(Path folder, Disk disk, boolean folders) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = disk.list(folder)) {
            for (Path entry : all) {
                if (!Litter.is(name(entry)) && disk.attributes(entry).isDirectory() == folders) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // What cannot be read is told by the listing, with all else.
            return List.of();
        }
        found.sort(null);
        return found;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static CommandException unknown(Path folder, Disk disk) {
        String there = entries(folder, disk, true).stream()
                .limit(10)
                .map(RecognisedLayout::name)
                .collect(Collectors.joining(", "));
        int files = entries(folder, disk, false).size();
        return new CommandException(
                ExitCode.BAD_INPUT,
                folder + ": is no layout that is known: there are "
                        + (there.isEmpty() ? "no folders" : "the folders " + there) + " and " + files
                        + " files; needed are train/<class>/* with test/<class>/* or val/<class>/*, or <class>/*");
    }
}
