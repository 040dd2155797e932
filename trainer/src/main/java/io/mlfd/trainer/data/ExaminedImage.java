package io.mlfd.trainer.data;

import java.util.Optional;

/**
 * What was found in an image's file.
 *
 * @param name path below the data set's folder, with {@code /}
 * @param label position of its class
 * @param appearance of a good one
 * @param why it cannot be used, with the file's name and the remedy; empty for a good one
 * @param skipped whether it is left out for that, as the data set wants it
 * @param turned whether its EXIF orientation asks viewers to turn or mirror it, which is not done here
 */
public record ExaminedImage(
        Split split,
        String name,
        int label,
        Optional<Appearance> appearance,
        Optional<String> why,
        boolean skipped,
        boolean turned) {

    static ExaminedImage good(Split split, ImageFile image, Appearance appearance, boolean turned) {
        return new ExaminedImage(
                split, image.name(), image.label(), Optional.of(appearance), Optional.empty(), false, turned);
    }

    static ExaminedImage bad(Split split, ImageFile image, String why, boolean skipped) {
        return new ExaminedImage(
                split, image.name(), image.label(), Optional.empty(), Optional.of(why), skipped, false);
    }
}
