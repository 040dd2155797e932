package io.mlfd.trainer.data;

import io.mlfd.trainer.data.layout.LayoutException;
import io.mlfd.trainer.data.layout.Table;
import io.mlfd.trainer.data.layout.TableVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** Finds the images that a table lists; every problem names its line. */
record TableReader(ImageTable table) implements LayoutReader {
    private static final Map<String, Split> SPLITS = Map.of(
            "train", Split.TRAIN,
            "training", Split.TRAIN,
            "val", Split.VALIDATION,
            "valid", Split.VALIDATION,
            "validation", Split.VALIDATION,
            "dev", Split.VALIDATION,
            "test", Split.TEST,
            "testing", Split.TEST);

    @Override
    public OptionalDouble testFraction() {
        return table.testFraction();
    }

    @Override
    public String testFractionField() {
        return "index.testFraction";
    }

    @Override
    public void read(DataSetFolder folder, FoundImages found) throws IOException {
        Table format = Table.named(table.file())
                .orElseThrow(() -> new BadInputException(
                        "index.file: " + Problems.printable(table.file()) + " must be a .csv, .jsonl or .ndjson file"));
        Optional<ImageContent> file = folder.nameOf(folder.path(), table.file(), "index.file: ")
                .flatMap(name -> folder.file(name, "index.file: "));
        Optional<String> images = folder.nameOf(folder.path(), table.images().orElse("."), "index.images: ");
        folder.problems().throwIfAny();
        Rows rows = new Rows(folder, folder.path().resolve(images.orElseThrow()));
        try (InputStream bytes =
                Channels.newInputStream(folder.disk().open(file.orElseThrow().file()))) {
            format.read(bytes, rows);
        } catch (LayoutException e) {
            folder.problems().add(rows.at + Problems.printable(e.getMessage()));
        }
        rows.listed.sort(Comparator.comparing(row -> row.image().name(), CodePointOrder.INSTANCE));
        rows.listed.forEach(row -> found.add(row.at(), row.image()));
    }

    private record Row(String at, FoundImage image) {}

    /** Takes rows as they come. */
    private final class Rows implements TableVisitor {
        private final DataSetFolder folder;
        private final Path images;
        private final String at;
        private final List<Row> listed = new ArrayList<>();
        private final Map<String, Long> lines = new HashMap<>();
        private Optional<String> splitColumn = Optional.empty();

        Rows(DataSetFolder folder, Path images) {
            this.folder = folder;
            this.images = images.normalize();
            this.at = Problems.printable(table.file()) + ": ";
        }

        @Override
        public void columns(List<String> names) throws LayoutException {
            List<String> needed = new ArrayList<>(List.of(table.pathColumn(), table.labelColumn()));
            table.splitColumn().ifPresent(needed::add);
            needed.removeAll(names);
            if (!needed.isEmpty()) {
                throw new LayoutException("has no column " + String.join(" and none ", needed) + "; there are "
                        + FolderClasses.some(new TreeSet<>(names)) + ": index.columns says which is which");
            }
            splitColumn =
                    table.splitColumn().or(() -> Optional.of(ImageTable.SPLIT).filter(names::contains));
        }

        @Override
        public void bad(long line, String why) {
            folder.problems().add(at(line) + Problems.printable(why));
        }

        @Override
        public void row(long line, Map<String, String> cells) throws LayoutException {
            folder.stop().check();
            LayoutException.require(
                    lines.size() < folder.limits().files(),
                    "has more than " + folder.limits().files() + " rows; use fewer");
            Optional<String> path = cell(line, cells, table.pathColumn());
            Optional<String> label = cell(line, cells, table.labelColumn());
            Optional<Split> split = split(line, cells);
            Optional<String> name = path.flatMap(given -> folder.nameOf(images, given, at(line)));
            if (name.isEmpty() || label.isEmpty() || split.isEmpty()) {
                return;
            }
            Optional<Long> earlier = Optional.ofNullable(lines.putIfAbsent(name.get(), line));
            if (earlier.isPresent()) {
                folder.problems()
                        .add(at(line) + Problems.printable(name.get()) + " is in line " + earlier.get()
                                + " already; name each image once");
                return;
            }
            folder.file(name.get(), at(line))
                    .ifPresent(content -> listed.add(
                            new Row(at(line), new FoundImage(content, name.get(), label.get(), split.get()))));
        }

        private Optional<String> cell(long line, Map<String, String> cells, String column) {
            Optional<String> cell =
                    Optional.ofNullable(cells.get(column)).map(String::strip).filter(text -> !text.isEmpty());
            if (cell.isEmpty()) {
                folder.problems()
                        .add(at(line) + "has no " + Problems.printable(column) + "; give it one or take the row out");
            }
            return cell;
        }

        private Optional<Split> split(long line, Map<String, String> cells) {
            if (splitColumn.isEmpty()) {
                return Optional.of(Split.TRAIN);
            }
            Optional<String> cell = cell(line, cells, splitColumn.get());
            Optional<Split> split = cell.map(text -> SPLITS.get(text.toLowerCase(Locale.ROOT)));
            if (cell.isPresent() && split.isEmpty()) {
                folder.problems()
                        .add(at(line) + Problems.printable(splitColumn.get()) + " \"" + Problems.printable(cell.get())
                                + "\" is none of train, validation and test");
            }
            return split;
        }

        private String at(long line) {
            return Problems.printable(table.file()) + " line " + line + ": ";
        }
    }
}
