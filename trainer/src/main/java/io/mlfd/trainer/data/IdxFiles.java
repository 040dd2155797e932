package io.mlfd.trainer.data;

/**
 * Images and labels in two files of each split, in the format of MNIST.
 *
 * @param prefix what their names begin with, in front of {@code train} and {@code t10k}; mostly empty
 */
public record IdxFiles(String prefix) implements ImageLayout {}
