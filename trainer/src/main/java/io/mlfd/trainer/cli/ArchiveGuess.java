package io.mlfd.trainer.cli;

import io.mlfd.trainer.data.CifarFiles;
import io.mlfd.trainer.data.IdxFiles;
import io.mlfd.trainer.data.ShardFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a folder holds files of many images each, by their names. */
final class ArchiveGuess {
    private static final Pattern IDX = Pattern.compile("(.*)train-images[-.]idx3-ubyte(\\.gz)?");
    private static final String TAR = ".tar";

    private ArchiveGuess() {}

    static Optional<RecognisedLayout> of(Path folder, FolderEntries entries) {
        List<String> files = entries.fileNames();
        return cifar(folder, files).or(() -> idx(folder, files)).or(() -> shards(folder, files));
    }

    private static Optional<RecognisedLayout> cifar(Path folder, List<String> files) {
        if (files.contains("data_batch_1.bin") && files.contains("test_batch.bin")) {
            return Optional.of(new RecognisedLayout(
                    folder, new CifarFiles(false), Optional.of("is CIFAR-10 in the binary version")));
        }
        return files.contains("train.bin") && files.contains("fine_label_names.txt")
                ? Optional.of(new RecognisedLayout(
                        folder,
                        new CifarFiles(false),
                        Optional.of("is CIFAR-100 in the binary version: its fine labels are the classes")))
                : Optional.empty();
    }

    private static Optional<RecognisedLayout> idx(Path folder, List<String> files) {
        List<String> prefixes = files.stream()
                .map(IDX::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .distinct()
                .toList();
        return prefixes.size() == 1
                ? Optional.of(new RecognisedLayout(
                        folder,
                        new IdxFiles(prefixes.get(0)),
                        Optional.of("is in MNIST's format (IDX): the labels' numbers are the classes")))
                : Optional.empty();
    }

    private static Optional<RecognisedLayout> shards(Path folder, List<String> files) {
        List<String> archives =
                files.stream().filter(name -> name.endsWith(TAR)).toList();
        if (archives.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> train = begins(archives, "train");
        Optional<String> validation = begins(archives, "val").or(() -> begins(archives, "dev"));
        Optional<String> test = begins(archives, "test");
        if (train.isEmpty() && (validation.isPresent() || test.isPresent())) {
            return Optional.empty();
        }
        boolean instead = test.isEmpty() && validation.isPresent();
        Optional<String> tested = instead ? validation : test;
        ShardFiles shards = new ShardFiles(
                train.orElse("*" + TAR),
                instead ? Optional.empty() : validation,
                tested,
                tested.isPresent() ? OptionalDouble.empty() : OptionalDouble.of(RecognisedLayout.TEST_FRACTION));
        return Optional.of(new RecognisedLayout(
                folder,
                shards,
                Optional.of(shards.train() + " are WebDataset archives"
                        + tested.map(name -> instead
                                        ? "; " + name + " are taken for the test, there are no others"
                                        : ", " + name + " those of the test")
                                .orElse(": a fifth of each class is kept for the test"))));
    }

    private static Optional<String> begins(List<String> archives, String start) {
        return archives.stream().anyMatch(name -> name.startsWith(start))
                ? Optional.of(start + "*" + TAR)
                : Optional.empty();
    }
}
