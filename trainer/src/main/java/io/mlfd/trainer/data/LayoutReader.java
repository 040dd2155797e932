package io.mlfd.trainer.data;

import java.io.IOException;
import java.util.OptionalDouble;

/** Finds the images of a layout that is not one folder a class. */
interface LayoutReader {
    /**
     * Adds every image to {@code found}; goes on after a problem, so that all are told at once.
     *
     * @throws IOException when something cannot be read now, or may not be
     * @throws BadInputException when nothing more can be said
     */
    void read(DataSetFolder folder, FoundImages found) throws IOException;

    /** The part of each class's train images that are test images; empty where test images are found as such. */
    OptionalDouble testFraction();

    /** The field that says so. */
    String testFractionField();
}
