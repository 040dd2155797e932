package io.mlfd.trainer.data;

/**
 * An image of a listing.
 *
 * @param content where to read it
 * @param name path below the data set's folder, with {@code /}
 * @param label position of its class
 */
record ImageFile(ImageContent content, String name, int label) {}
