package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.write;

import io.mlfd.trainer.data.layout.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** An image folder of two classes, each of three train images and one test image, and selections from it. */
final class CatsAndDogs {
    private CatsAndDogs() {}

    /** Writes it as {@code root/set}. */
    static Path below(Path temporary) throws IOException {
        Path set = Files.createDirectory(temporary.toRealPath().resolve("root")).resolve("set");
        writeTo(set);
        return set;
    }

    static void writeTo(Path set) {
        int level = 0;
        for (String name : List.of("cat", "dog")) {
            for (int i = 0; i < 3; i++) {
                write(set.resolve("train/" + name + "/" + i + ".png"), grey(level += 10));
            }
            write(set.resolve("test/" + name + "/t.png"), grey(level += 10));
        }
    }

    /** Writes a table of the images in {@code set}, in no order. */
    static ImageTable table(Path set) {
        StringBuilder csv = new StringBuilder("split,label,path\n");
        for (String name : List.of("dog", "cat")) {
            csv.append("test,").append(name).append(",test/").append(name).append("/t.png\n");
            for (int i = 2; i >= 0; i--) {
                csv.append("train,").append(name).append(",train/" + name + "/" + i + ".png\n");
            }
        }
        write(set.resolve("labels.csv"), csv.toString().getBytes(StandardCharsets.UTF_8));
        return table("labels.csv");
    }

    /** One with columns that are called as usual. */
    static ImageTable table(String file) {
        return new ImageTable(file, Optional.empty(), "path", "label", Optional.empty(), OptionalDouble.empty());
    }

    /** Writes the same images with their class in the name. */
    static NamedImages named(Path set) {
        int level = 0;
        for (String name : List.of("cat", "dog")) {
            for (int i = 0; i < 3; i++) {
                write(set.resolve("train/" + name + "_" + i + ".png"), grey(level += 10));
            }
            write(set.resolve("test/" + name + "_9.png"), grey(level += 10));
        }
        return new NamedImages(FolderSplits.USUAL, "{label}_{#}.png");
    }

    /** Writes the same images into archives, one a split. */
    static ShardFiles shards(Path set) {
        Tar train = new Tar();
        Tar test = new Tar();
        int level = 0;
        for (String name : List.of("cat", "dog")) {
            byte[] label = name.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 3; i++) {
                train.file(name + i + ".png", grey(level += 10)).file(name + i + ".cls", label);
            }
            test.file(name + "/t.cls", label).file(name + "/t.png", grey(level += 10));
        }
        write(set.resolve("train-0.tar"), train.bytes());
        write(set.resolve("test-0.tar"), test.bytes());
        return new ShardFiles("train-*.tar", Optional.empty(), Optional.of("test-*.tar"), OptionalDouble.empty());
    }

    static Selection selection(List<String> classes, int train, int test) {
        return new Selection(classes, OptionalInt.of(train), OptionalInt.of(test), OptionalDouble.empty());
    }

    static Selection classes(String... names) {
        return new Selection(List.of(names), OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty());
    }

    static Selection validation(double part) {
        return new Selection(List.of(), OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.of(part));
    }
}
