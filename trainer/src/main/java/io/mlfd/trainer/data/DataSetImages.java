package io.mlfd.trainer.data;

import java.util.Arrays;
import java.util.List;

/**
 * One split of a data set: N images of S x S pixels, 8-bit red, green, blue, with their labels, in memory or in files that are
 * read when they are looked at. Immutable, and safe for use by several threads.
 */
public final class DataSetImages {

    /** Red, green, blue. */
    public static final int CHANNELS = 3;

    private final Split split;
    private final int size;
    private final List<String> classNames;
    private final Pixels pixels;
    private final int[] labels;
    private final List<String> names;
    private final Workers workers;
    private final Workers forChanges;

    /**
     * @param workers that make batches of these images ready ahead of who computes with them
     * @param forChanges the same where images are changed at some cost on the way
     */
    DataSetImages(
            Split split,
            int size,
            List<String> classNames,
            Pixels pixels,
            int[] labels,
            List<String> names,
            Workers workers,
            Workers forChanges) {
        this.workers = workers;
        this.forChanges = forChanges;
        this.split = split;
        this.size = size;
        this.classNames = List.copyOf(classNames);
        this.pixels = pixels;
        this.labels = labels;
        this.names = List.copyOf(names);
        if (size < 1 || pixels.count() != labels.length || pixels.count() != this.names.size()) {
            throw new IllegalArgumentException("size " + size + ", " + pixels.count() + " images, " + labels.length
                    + " labels, " + this.names.size() + " names: size must be positive and the others equal");
        }
        for (int image = 0; image < labels.length; image++) {
            if (labels[image] < 0 || labels[image] >= this.classNames.size()) {
                throw new IllegalArgumentException("image " + image + ": label " + labels[image] + " is none of the "
                        + this.classNames.size() + " classes");
            }
        }
    }

    /** Memory that an image of S x S pixels takes. */
    static long pixelBytes(int size) {
        return (long) size * size * CHANNELS;
    }

    /** Memory that the pixels of all images take, or will. */
    long pixelBytes() {
        return pixels.isHeld() ? pixels.count() * pixelBytes(size) : 0;
    }

    /**
     * Images from arrays, which are copied.
     *
     * @param pixels for each image S x S x 3 bytes: rows from the top, pixels from the left, red, green, blue
     * @param names for each image what it is called in reports: its path below the data set's folder
     */
    public static DataSetImages of(
            Split split, int size, List<String> classNames, byte[][] pixels, int[] labels, List<String> names) {
        byte[][] copies = Arrays.stream(pixels).map(byte[]::clone).toArray(byte[][]::new);
        for (int image = 0; image < copies.length; image++) {
            if (copies[image].length != size * size * CHANNELS) {
                throw new IllegalArgumentException("image " + image + ": " + copies[image].length
                        + " bytes, not those of " + size + " x " + size + " x " + CHANNELS);
            }
        }
        return new DataSetImages(
                split,
                size,
                classNames,
                new ArrayPixels(copies),
                labels.clone(),
                names,
                Workers.none(),
                Workers.none());
    }

    /** Some of these images, in the order that they are named in; their pixels are the same in memory. */
    DataSetImages only(int[] images) {
        return new DataSetImages(
                split,
                size,
                classNames,
                new SelectedPixels(pixels, images),
                Arrays.stream(images).map(image -> labels[image]).toArray(),
                Arrays.stream(images).mapToObj(names::get).toList(),
                workers,
                forChanges);
    }

    /** The split these images are. */
    public Split split() {
        return split;
    }

    /** N, the number of images. */
    public int count() {
        return labels.length;
    }

    /** S, height and width in pixels. */
    public int size() {
        return size;
    }

    /** The classes; a label is a position in this list. */
    public List<String> classNames() {
        return classNames;
    }

    /** The label of an image, from 0. */
    public int label(int image) {
        return labels[image];
    }

    /** The labels of all images in order, a copy. */
    public int[] labels() {
        return labels.clone();
    }

    /** What an image is called: its path below the data set's folder, with {@code /}. */
    public String name(int image) {
        return names.get(image);
    }

    /** S x S x 3 bytes of an image: rows from the top, pixels from the left, red, green, blue; a copy. */
    public byte[] pixels(int image) {
        return pixels.of(image).clone();
    }

    /** The image's own array, for readers in this package that do not write to it. */
    byte[] sharedPixels(int image) {
        return pixels.of(image);
    }

    /** Who makes batches of these images ready, as they are. */
    public Workers workers() {
        return workers;
    }

    /** Who makes batches of these images ready, changed. */
    public Workers workers(Augmentation augmentation) {
        return augmentation.costs() ? forChanges : workers;
    }
}
