package io.mlfd.trainer.data;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Archives as WebDataset has them: {@code key.jpg} (or another format) and {@code key.cls}, or {@code key.json} with a {@code label}.
 * Names lie below the data set's folder; in the last part of each {@code *} is any text.
 *
 * @param validation empty where train images are held back for that, or none are
 * @param test empty where a part of the train images are test images
 * @param testFraction that part of each class, above 0 and below 1
 */
public record ShardFiles(String train, Optional<String> validation, Optional<String> test, OptionalDouble testFraction)
        implements ImageLayout {}
