package io.mlfd.trainer.data;

/**
 * CIFAR-10 or CIFAR-100 in the binary version, told apart by their files.
 *
 * @param coarse whether the 20 superclasses of CIFAR-100 are meant in the place of its 100 classes
 */
public record CifarFiles(boolean coarse) implements ImageLayout {}
