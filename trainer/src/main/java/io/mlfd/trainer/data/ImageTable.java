package io.mlfd.trainer.data;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Images that a table lists with their classes.
 *
 * @param file CSV or JSON lines, below the data set's folder
 * @param images folder below the data set's that the table's paths begin at; empty for that folder itself
 * @param splitColumn empty for {@value #SPLIT} where there is such a column
 * @param testFraction of each class's train images, that are test images where the table names none; above 0 and below 1
 */
public record ImageTable(
        String file,
        Optional<String> images,
        String pathColumn,
        String labelColumn,
        Optional<String> splitColumn,
        OptionalDouble testFraction)
        implements ImageLayout {
    /** The column that says to which split an image belongs, where no other is named. */
    public static final String SPLIT = "split";
}
