package io.mlfd.trainer.data;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which folders below that of a data set hold the class folders of which split.
 *
 * @param train {@code .} for the data set's own folder
 * @param validation a folder of validation images; empty where train images are held back for that, or none are
 * @param test empty where a part of the train images are test images
 * @param testFraction that part of each class, above 0 and below 1, drawn at random by the class's name alone
 */
public record FolderSplits(
        String train, Optional<String> validation, Optional<String> test, OptionalDouble testFraction)
        implements ImageLayout {
    /** Those of most data sets. */
    public static final FolderSplits USUAL =
            new FolderSplits("train", Optional.empty(), Optional.of("test"), OptionalDouble.empty());

    /** What stands in front of an image's class in its name: {@code train/}, nothing for the data set's own folder. */
    static String prefix(String folder) {
        return folder.equals(".") ? "" : folder + "/";
    }

    /** What a data set needs, for people. */
    String text() {
        String train = prefix(train()) + "<class>/*";
        return test.map(folder -> train + " and " + prefix(folder) + "<class>/*")
                .orElse(train);
    }
}
