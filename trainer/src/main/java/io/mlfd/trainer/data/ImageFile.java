package io.mlfd.trainer.data;

import java.nio.file.Path;

/**
 * An image of a listing.
 *
 * @param file where to read it, links followed
 * @param name path below the data set's folder, with {@code /}
 * @param label position of its class
 */
record ImageFile(Path file, String name, int label) {}
