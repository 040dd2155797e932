package io.mlfd.trainer.data;

/**
 * An image that was found, before it is decided which are used.
 *
 * @param content where to read it
 * @param name path below the data set's folder, with {@code /}; that of its archive in front where it lies in one
 * @param className in words
 * @param split where it was said to belong
 */
record FoundImage(ImageContent content, String name, String className, Split split) {}
