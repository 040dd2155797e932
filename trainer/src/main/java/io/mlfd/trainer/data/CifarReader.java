package io.mlfd.trainer.data;

import io.mlfd.trainer.data.layout.Table;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * The binary version of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): of every image one label, or a coarse and a fine one, a byte
 * each, and 32 x 32 pixels, red, green and blue plane by plane.
 */
record CifarReader(CifarFiles files) implements LayoutReader {
    private static final RawPixels.Shape SHAPE = new RawPixels.Shape(32, 32, 3);
    private static final int LONGEST_NAMES = 1 << 16;

    /**
     * One of the two.
     *
     * @param train the names of files, as a regular expression
     * @param labels bytes in front of the pixels
     * @param label which of them counts
     * @param names the file with the names of the classes
     */
    private record Version(String train, String test, int labels, int label, String names) {
        List<String> files(List<String> all, String pattern) {
            return all.stream().filter(name -> name.matches(pattern)).toList();
        }
    }

    private static final Version TEN =
            new Version("data_batch_[0-9]+\\.bin", "test_batch\\.bin", 1, 0, "batches.meta.txt");
    private static final Version FINE = new Version("train\\.bin", "test\\.bin", 2, 1, "fine_label_names.txt");
    private static final Version COARSE = new Version("train\\.bin", "test\\.bin", 2, 0, "coarse_label_names.txt");

    @Override
    public OptionalDouble testFraction() {
        return OptionalDouble.empty();
    }

    @Override
    public String testFractionField() {
        return "cifar";
    }

    @Override
    public void read(DataSetFolder folder, FoundImages found) throws IOException {
        List<String> all = folder.names(folder.path());
        Version version = version(folder, all);
        Optional<List<String>> classes = classes(folder, version.names());
        if (classes.isEmpty()) {
            return;
        }
        for (String name : version.files(all, version.train())) {
            add(folder, found, new Batch(name, version, classes.get(), Split.TRAIN));
        }
        for (String name : version.files(all, version.test())) {
            add(folder, found, new Batch(name, version, classes.get(), Split.TEST));
        }
    }

    private Version version(DataSetFolder folder, List<String> all) {
        boolean ten = !TEN.files(all, TEN.train()).isEmpty();
        boolean hundred = !FINE.files(all, FINE.train()).isEmpty();
        if (ten == hundred) {
            boolean pickles = all.contains("data_batch_1") || (all.contains("train") && all.contains("meta"));
            throw new BadInputException(Problems.printable(folder.path())
                    + (pickles
                            ? " holds CIFAR as Python pickles, which are not read: take the binary version"
                            : (ten ? " holds both" : " holds neither") + " data_batch_1.bin of CIFAR-10 "
                                    + (ten ? "and" : "nor") + " train.bin of CIFAR-100; there are "
                                    + FolderClasses.some(new TreeSet<>(all))));
        }
        if (ten && files.coarse()) {
            throw new BadInputException("cifar.labels: CIFAR-10 has no coarse labels; leave the field out");
        }
        return ten ? TEN : files.coarse() ? COARSE : FINE;
    }

    /** The names of the classes, a line each; empty, and a problem, where they cannot be had. */
    private static Optional<List<String>> classes(DataSetFolder folder, String file) throws IOException {
        String at = Problems.printable(folder.path().resolve(file)) + " ";
        Optional<ByteStore> store = folder.store(file);
        if (store.isEmpty()) {
            return Optional.empty();
        }
        try {
            ImageFormatException.require(
                    store.get().length() <= LONGEST_NAMES, "is no list of classes: it is too long");
            byte[] bytes = store.get().read(folder.disk(), 0, (int) store.get().length());
            String text = Table.text(bytes)
                    .orElseThrow(() -> new ImageFormatException("is no list of classes: it is not UTF-8"));
            List<String> names = text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            ImageFormatException.require(!names.isEmpty(), "names no class");
            ImageFormatException.require(new HashSet<>(names).size() == names.size(), "names a class twice");
            return Optional.of(names);
        } catch (ImageFormatException e) {
            folder.problems().add(at + e.getMessage());
            return Optional.empty();
        }
    }

    private record Batch(String name, Version version, List<String> classes, Split split) {
        int bytes() {
            return version.labels() + SHAPE.bytes();
        }
    }

    private static void add(DataSetFolder folder, FoundImages found, Batch batch) throws IOException {
        Optional<ByteStore> store = folder.store(batch.name());
        if (store.isEmpty()) {
            return;
        }
        String at = Problems.printable(folder.path().resolve(batch.name()));
        long length = store.get().length();
        if (length == 0 || length % batch.bytes() != 0) {
            folder.problems()
                    .add(at + " is truncated: " + length + " bytes are no whole number of images of " + batch.bytes());
            return;
        }
        LabelBytes labels = new LabelBytes(folder, store.get(), batch.bytes());
        for (long image = 0; image < length / batch.bytes(); image++) {
            folder.stop().check();
            int label = labels.of(image, batch.version().label());
            if (label >= batch.classes().size()) {
                folder.problems()
                        .add(at + " image " + image + " has the label " + label + ", "
                                + batch.version().names() + " names "
                                + batch.classes().size() + " classes");
            } else {
                RawPixels content = new RawPixels(
                        store.get(), image * batch.bytes() + batch.version().labels(), SHAPE);
                found.add(
                        at + " image " + image + " ",
                        new FoundImage(
                                content,
                                batch.name() + "#" + image,
                                batch.classes().get(label),
                                batch.split()));
            }
        }
    }
}
