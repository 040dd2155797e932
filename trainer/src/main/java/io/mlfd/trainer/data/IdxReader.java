package io.mlfd.trainer.data;

import io.mlfd.trainer.data.layout.Gzip;
import io.mlfd.trainer.data.layout.IdxHeader;
import io.mlfd.trainer.data.layout.LayoutException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Stream;

/** MNIST and what is handed round as it is: grey images in one file, their labels in another, either of them packed by gzip or not. */
record IdxReader(IdxFiles files) implements LayoutReader {
    /** What a packed file may unpack to, since it is held in memory. */
    private static final int MOST_UNPACKED = 256 << 20;

    private static final String PACKED = ".gz";

    @Override
    public OptionalDouble testFraction() {
        return OptionalDouble.empty();
    }

    @Override
    public String testFractionField() {
        return "idx";
    }

    @Override
    public void read(DataSetFolder folder, FoundImages found) throws IOException {
        List<String> all = folder.names(folder.path());
        add(folder, found, all, Split.TRAIN, List.of("train"));
        add(folder, found, all, Split.TEST, List.of("t10k", "test"));
    }

    private void add(DataSetFolder folder, FoundImages found, List<String> all, Split split, List<String> begins)
            throws IOException {
        Optional<String> images = named(folder, all, begins, "images", 3);
        Optional<String> labels = named(folder, all, begins, "labels", 1);
        if (images.isEmpty() || labels.isEmpty()) {
            return;
        }
        Optional<File> pixels = file(folder, images.get(), 3);
        Optional<File> classes = file(folder, labels.get(), 1);
        if (pixels.isEmpty() || classes.isEmpty()) {
            return;
        }
        int count = pixels.get().header().dimensions().get(0);
        int labelled = classes.get().header().dimensions().get(0);
        if (count != labelled) {
            folder.problems()
                    .add(Problems.printable(folder.path().resolve(images.get())) + " has " + count + " images, "
                            + labels.get() + " " + labelled + " labels; they do not belong together");
            return;
        }
        RawPixels.Shape shape = new RawPixels.Shape(
                pixels.get().header().dimensions().get(2),
                pixels.get().header().dimensions().get(1),
                1);
        // A label is a byte behind a header of eight, as it were a record of one byte.
        LabelBytes bytes = new LabelBytes(folder, classes.get().store(), 1);
        for (int image = 0; image < count; image++) {
            folder.stop().check();
            String name = (images.get().endsWith(PACKED)
                            ? images.get().substring(0, images.get().length() - PACKED.length())
                            : images.get())
                    + "#" + image;
            long offset = IdxHeader.length(3) + (long) image * shape.bytes();
            found.add(
                    Problems.printable(folder.path().resolve(name)) + " ",
                    new FoundImage(
                            new RawPixels(pixels.get().store(), offset, shape),
                            name,
                            String.valueOf(bytes.of(IdxHeader.length(1) + (long) image, 0)),
                            split));
        }
    }

    /** The name of a file as it lies there; empty, and a problem, where there is none or more than one. */
    private Optional<String> named(
            DataSetFolder folder, List<String> all, List<String> begins, String what, int dimensions) {
        List<String> names = begins.stream()
                .flatMap(begin -> Stream.of("-", ".")
                        .map(between -> files.prefix() + begin + "-" + what + between + "idx" + dimensions + "-ubyte"))
                .flatMap(name ->
                        Stream.of(name, name + PACKED).filter(all::contains).limit(1))
                .toList();
        if (names.size() == 1) {
            return Optional.of(names.get(0));
        }
        folder.problems()
                .add(Problems.printable(folder.path())
                        + (names.isEmpty()
                                ? ": " + files.prefix() + begins.get(0) + "-" + what + "-idx" + dimensions
                                        + "-ubyte is missing, with or without .gz; there are "
                                        + FolderClasses.some(new TreeSet<>(all))
                                        + ": idx.prefix says what names begin with"
                                : ": both " + names.get(0) + " and " + names.get(1) + " are there; remove one"));
        return Optional.empty();
    }

    private record File(ByteStore store, IdxHeader header) {}

    private static Optional<File> file(DataSetFolder folder, String name, int dimensions) throws IOException {
        Optional<ByteStore> given = folder.store(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        try {
            ByteStore store = name.endsWith(PACKED) ? unpacked(folder, given.get()) : given.get();
            byte[] start = store.read(folder.disk(), 0, (int) Math.min(store.length(), IdxHeader.length(dimensions)));
            IdxHeader header = IdxHeader.of(start, dimensions);
            long item = 1;
            if (dimensions > 1) {
                int height = header.dimensions().get(1);
                int width = header.dimensions().get(2);
                ImageLimits.DEFAULT.require(width, height, () -> 0);
                item = (long) width * height;
            }
            header.requireLength(store.length(), item);
            return Optional.of(new File(store, header));
        } catch (LayoutException | ImageFormatException e) {
            folder.problems().add(Problems.printable(folder.path().resolve(name)) + " " + e.getMessage());
            return Optional.empty();
        }
    }

    private static ByteStore unpacked(DataSetFolder folder, ByteStore packed) throws IOException, LayoutException {
        try (InputStream bytes = Channels.newInputStream(folder.disk().open(packed.file()))) {
            return new ByteStore.Unpacked(packed.file(), Gzip.unpacked(bytes, MOST_UNPACKED));
        }
    }
}
