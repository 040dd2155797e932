package io.mlfd.trainer.cli;

import io.mlfd.contract.NamePattern;
import io.mlfd.trainer.data.FolderSplits;
import io.mlfd.trainer.data.ImageFolderSource;
import io.mlfd.trainer.data.NamedImages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the images of a folder say their class in their name, in one of the ways that are common. */
final class NameGuess {
    private static final List<String> COMMON =
            List.of("{label}_{#}", "{label}.{#}", "{label}-{#}", "{label} ({#})", "{label}{#}");

    /** Of a class, so that a number somewhere in a name makes no classes. */
    private static final int FEWEST = 2;

    private NameGuess() {}

    /** The pattern that fits all of these names and gives two classes at least. */
    static Optional<String> pattern(List<String> files) {
        List<String> images =
                files.stream().filter(ImageFolderSource::isNamedAsAnImage).toList();
        List<String> endings = images.stream()
                .map(name -> name.substring(name.lastIndexOf('.')))
                .distinct()
                .toList();
        return Optional.of(endings).filter(all -> !all.isEmpty()).flatMap(all -> COMMON.stream()
                .map(start -> start + (all.size() == 1 ? all.get(0) : ".{*}"))
                .filter(pattern -> makesClasses(pattern, images))
                .findFirst());
    }

    private static boolean makesClasses(String pattern, List<String> images) {
        List<Optional<String>> labels = labels(pattern, images);
        if (labels.contains(Optional.<String>empty())) {
            return false;
        }
        var counts = labels.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.size() > 1 && counts.values().stream().allMatch(count -> count >= FEWEST);
    }

    private static boolean fits(String pattern, List<String> files) {
        List<String> images =
                files.stream().filter(ImageFolderSource::isNamedAsAnImage).toList();
        return !images.isEmpty() && !labels(pattern, images).contains(Optional.<String>empty());
    }

    private static List<Optional<String>> labels(String pattern, List<String> images) {
        try {
            NamePattern parsed = NamePattern.of(pattern);
            return images.stream().map(parsed::label).toList();
        } catch (NamePattern.PatternException e) {
            // An ending with a brace in it.
            return Stream.of(Optional.<String>empty()).toList();
        }
    }

    /** That of images right in a folder. */
    static Optional<RecognisedLayout> of(Path folder, FolderEntries entries) {
        return pattern(entries.fileNames())
                .map(pattern -> new RecognisedLayout(
                        folder,
                        new NamedImages(
                                new FolderSplits(
                                        ".",
                                        Optional.empty(),
                                        Optional.empty(),
                                        OptionalDouble.of(RecognisedLayout.TEST_FRACTION)),
                                pattern),
                        Optional.of("images are named " + pattern + ": a fifth of each class is kept for the test")));
    }

    /**
     * That of images in folders of splits.
     *
     * @param files by the name of the folder
     * @param splits that the folders are taken for by their names
     */
    static Optional<RecognisedLayout> of(Path folder, FolderSplits splits, Function<String, FolderEntries> files) {
        return pattern(files.apply(splits.train()).fileNames()).map(pattern -> {
            // Test images of a contest have no class in their names.
            Optional<String> test =
                    splits.test().filter(name -> fits(pattern, files.apply(name).fileNames()));
            Optional<String> validation = splits.validation()
                    .filter(name -> fits(pattern, files.apply(name).fileNames()));
            FolderSplits used = new FolderSplits(
                    splits.train(),
                    validation,
                    test,
                    test.isPresent() ? OptionalDouble.empty() : OptionalDouble.of(RecognisedLayout.TEST_FRACTION));
            return new RecognisedLayout(
                    folder,
                    new NamedImages(used, pattern),
                    Optional.of("images in " + splits.train() + " are named " + pattern
                            + test.map(name -> ", in " + name + " too")
                                    .orElse(": a fifth of each class is kept for the test")));
        });
    }
}
