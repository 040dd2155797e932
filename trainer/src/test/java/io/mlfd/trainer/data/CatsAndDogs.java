package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.write;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** An image folder of two classes, each of three train images and one test image, and selections from it. */
final class CatsAndDogs {
    private CatsAndDogs() {}

    static void writeTo(Path set) {
        int level = 0;
        for (String name : List.of("cat", "dog")) {
            for (int i = 0; i < 3; i++) {
                write(set.resolve("train/" + name + "/" + i + ".png"), grey(level += 10));
            }
            write(set.resolve("test/" + name + "/t.png"), grey(level += 10));
        }
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
