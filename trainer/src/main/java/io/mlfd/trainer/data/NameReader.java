package io.mlfd.trainer.data;

import io.mlfd.contract.NamePattern;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Finds images whose names say their class. */
record NameReader(NamedImages images) implements LayoutReader {
    /** What names of images end with, those of all formats that are read. */
    private static final Set<String> ENDINGS =
            Set.of("png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib", "tif", "tiff", "webp");

    @Override
    public OptionalDouble testFraction() {
        return images.folders().testFraction();
    }

    @Override
    public String testFractionField() {
        return "folders.testFraction";
    }

    @Override
    public void read(DataSetFolder folder, FoundImages found) {
        NamePattern pattern = images.parsed();
        add(folder, found, pattern, images.folders().train(), Split.TRAIN);
        images.folders().validation().ifPresent(name -> add(folder, found, pattern, name, Split.VALIDATION));
        images.folders().test().ifPresent(name -> add(folder, found, pattern, name, Split.TEST));
    }

    private void add(DataSetFolder folder, FoundImages found, NamePattern pattern, String of, Split split) {
        Optional<String> below = folder.nameOf(folder.path(), of, "folders: ");
        if (below.isEmpty()) {
            return;
        }
        Path at = folder.path().resolve(of).normalize();
        boolean there = folder.isFolder(
                at,
                () -> Problems.printable(at) + " is missing; there are "
                        + FolderClasses.some(new TreeSet<>(folder.names(folder.path())))
                        + ": imageFolder.folders says where the images lie");
        if (!there) {
            return;
        }
        String prefix = below.get().isEmpty() ? "" : below.get() + "/";
        for (String name : folder.names(at)) {
            folder.stop().check();
            if (isOfAnImage(name)) {
                add(folder, found, pattern, new Named(prefix + name, name, split));
            }
        }
    }

    /** {@code path}: below the data set's folder */
    private record Named(String path, String name, Split split) {}

    private static void add(DataSetFolder folder, FoundImages found, NamePattern pattern, Named image) {
        String at = Problems.printable(folder.path().resolve(image.path())) + " ";
        Optional<String> label = pattern.label(image.name());
        if (label.isEmpty()) {
            folder.problems()
                    .add(at + "has a name that the pattern does not fit; rename it or change layout.names.pattern");
            return;
        }
        folder.file(image.path(), "")
                .ifPresent(content -> found.add(at, new FoundImage(content, image.path(), label.get(), image.split())));
    }

    /** The name is all that there is to go by, so that lists and notes beside the images can only be told by it. */
    static boolean isOfAnImage(String name) {
        return isEndingOfAnImage(name.substring(name.lastIndexOf('.') + 1));
    }

    /** The same for what is behind a dot, all of it. */
    static boolean isEndingOfAnImage(String ending) {
        return ENDINGS.contains(ending.toLowerCase(Locale.ROOT));
    }
}
