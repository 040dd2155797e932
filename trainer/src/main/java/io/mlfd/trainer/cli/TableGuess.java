package io.mlfd.trainer.cli;

import io.mlfd.trainer.data.ImageTable;
import io.mlfd.trainer.data.layout.LayoutException;
import io.mlfd.trainer.data.layout.Table;
import io.mlfd.trainer.data.layout.TableVisitor;
import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a file is a table of the images beside it, by the names of its columns and the first of its paths. */
final class TableGuess {
    private static final Set<String> PATHS = Set.of(
            "path",
            "file",
            "filename",
            "file_name",
            "filepath",
            "file_path",
            "image",
            "image_path",
            "image_name",
            "img");
    private static final Set<String> LABELS =
            Set.of("label", "labels", "class", "class_name", "category", "target", "breed", "species");
    private static final Set<String> SPLITS = Set.of("split", "set", "subset", "partition");
    private static final Set<String> TEST = Set.of("test", "testing");

    private final Disk disk;

    TableGuess(Disk disk) {
        this.disk = disk;
    }

    /** The layout of a folder that has exactly one such table; else none. */
    Optional<RecognisedLayout> of(Path folder, FolderEntries entries) {
        List<RecognisedLayout> found = entries.fileNames().stream()
                .flatMap(file -> of(folder, entries, file).stream())
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Optional<RecognisedLayout> of(Path folder, FolderEntries entries, String file) {
        Optional<Table> format = Table.named(file);
        Look look = new Look();
        if (format.isEmpty() || !read(folder.resolve(file), format.get(), look)) {
            return Optional.empty();
        }
        // In the table's own folder, or in one beside it.
        Optional<String> images =
                look.firstPath.flatMap(path -> Stream.concat(Stream.of(folder), entries.folders().stream())
                        .filter(start -> isFile(start, path))
                        .map(start -> folder.relativize(start).toString())
                        .findFirst());
        return images.map(start -> recognised(folder, file, look, start));
    }

    private static RecognisedLayout recognised(Path folder, String file, Look look, String images) {
        OptionalDouble fraction =
                look.test ? OptionalDouble.empty() : OptionalDouble.of(RecognisedLayout.TEST_FRACTION);
        ImageTable table = new ImageTable(
                file,
                Optional.of(images).filter(start -> !start.isEmpty()),
                look.path.orElseThrow(),
                look.label.orElseThrow(),
                look.split.filter(column -> !column.equals(ImageTable.SPLIT)),
                fraction);
        return new RecognisedLayout(
                folder,
                table,
                Optional.of(file + " is a table of images: column " + table.pathColumn() + " is the path, "
                        + table.labelColumn() + " the class"
                        + look.split.map(column -> ", " + column + " the split").orElse("")
                        + (look.test ? "" : "; a fifth of each class is kept for the test")));
    }

    private boolean read(Path file, Table format, Look look) {
        try (InputStream bytes = Channels.newInputStream(disk.open(file))) {
            format.read(bytes, look);
            return look.firstPath.isPresent();
        } catch (IOException | LayoutException e) {
            return false;
        }
    }

    private boolean isFile(Path start, String path) {
        try {
            return disk.attributes(start.resolve(path)).isRegularFile();
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    /** What a table has. */
    private static final class Look implements TableVisitor {
        private Optional<String> path = Optional.empty();
        private Optional<String> label = Optional.empty();
        private Optional<String> split = Optional.empty();
        private Optional<String> firstPath = Optional.empty();
        private boolean test;

        @Override
        public void columns(List<String> names) throws LayoutException {
            path = named(names, PATHS);
            label = named(names, LABELS);
            split = named(names, SPLITS);
            LayoutException.require(path.isPresent() && label.isPresent(), "has no such columns");
        }

        private static Optional<String> named(List<String> columns, Set<String> names) {
            return columns.stream()
                    .filter(column -> names.contains(column.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }

        @Override
        public void row(long line, Map<String, String> cells) {
            firstPath = firstPath.or(() -> path.map(cells::get));
            test |= split.map(cells::get)
                    .filter(text -> TEST.contains(text.strip().toLowerCase(Locale.ROOT)))
                    .isPresent();
        }

        @Override
        public void bad(long line, String why) {
            // The listing tells.
        }
    }
}
