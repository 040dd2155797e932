package io.mlfd.trainer.data;

import io.mlfd.trainer.data.augmentation.Mixture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Memory for one batch, filled again and again by {@link BatchAssembler}: images (N, 3, S, S) as 32-bit floats in a direct
 * buffer, and labels (N). Two of them let one be filled while the other is trained on.
 */
public final class Batch {

    /** Side of an image that counts as small, in pixels. */
    private static final int SMALL = 32;

    private final int capacity;
    private final int size;
    private final ByteBuffer bytes;
    private final FloatBuffer floats;
    private long[] labels = {};
    /** Of classes, image by image; empty where images are not mixed. */
    private float[] shares = {};

    private Batch(int capacity, int size, ByteBuffer bytes) {
        this.capacity = capacity;
        this.size = size;
        this.bytes = bytes.order(ByteOrder.nativeOrder());
        this.floats = this.bytes.asFloatBuffer();
    }

    /** Room for {@code capacity} images of {@code size} x {@code size} pixels. */
    public static Batch allocate(int capacity, int size) {
        if (capacity < 1 || size < 1) {
            throw new IllegalArgumentException(capacity + " images of size " + size + ": both must be 1 or more");
        }
        return new Batch(capacity, size, ByteBuffer.allocateDirect(Math.toIntExact(bytes(capacity, size))));
    }

    /** Memory that {@code capacity} images of {@code size} x {@code size} pixels take. */
    public static long bytes(int capacity, int size) {
        return Math.multiplyExact((long) capacity * DataSetImages.CHANNELS * Float.BYTES, (long) size * size);
    }

    /**
     * A batch in this one's memory, for images of another data set.
     *
     * @param first how many images lie before it
     * @param count how many it has room for
     */
    public Batch part(int first, int count) {
        int imageBytes = imageLength() * Float.BYTES;
        return new Batch(count, size, bytes.slice(first * imageBytes, count * imageBytes));
    }

    /**
     * How many images a network looks at at once when it only looks: as many pixels as {@code most} small images have, and at
     * least one image. Nothing else decides it, because the shape of a batch may decide how the engine computes, and so
     * the last bits; and what a training with large images and few of them at once can bear, looking at them can too.
     *
     * @param most images of 32 x 32 pixels
     * @param size S
     */
    public static int inferenceSize(int most, int size) {
        return (int) Math.max(1, Math.min(most, (long) most * SMALL * SMALL / ((long) size * size)));
    }

    /** N, the images in it now; 0 before the first filling. */
    public int count() {
        return labels.length;
    }

    /** S, height and width in pixels. */
    public int size() {
        return size;
    }

    /** The most images it can hold. */
    public int capacity() {
        return capacity;
    }

    /** The images (N, 3, S, S), a read-only view that shows the batch's own memory, so also later fillings. */
    public FloatBuffer images() {
        return floats.duplicate().limit(count() * imageLength()).asReadOnlyBuffer();
    }

    /** The labels (N), a copy; of mixed images those of what they were before. */
    public long[] labels() {
        return labels.clone();
    }

    /** Whether its images are mixed, and have shares of classes in the place of labels. */
    public boolean isMixed() {
        return shares.length > 0;
    }

    /** What each class has of each mixed image (N, K), a copy; empty where images are not mixed. */
    public float[] shares() {
        return shares.clone();
    }

    /** Says that its memory is full of images that were filled into {@linkplain #part parts} of it. {@code labels}: theirs */
    public void filled(long[] labels) {
        resize(labels.length);
        System.arraycopy(labels, 0, this.labels, 0, labels.length);
    }

    /** The images as bytes in native order, for the engine. */
    ByteBuffer imageBytes() {
        return bytes.duplicate().order(ByteOrder.nativeOrder()).limit(count() * imageLength() * Float.BYTES);
    }

    int imageLength() {
        return DataSetImages.CHANNELS * size * size;
    }

    void resize(int count) {
        labels = Arrays.copyOf(labels, count);
        shares = new float[0];
    }

    /**
     * Mixes every image with the one before it.
     *
     * @param order of the N images in the memory
     * @param classes K
     */
    void mix(Mixture mixture, int[] order, int classes) {
        int count = order.length;
        double own = mixture.ownShare(size);
        float[] mixed = new float[count * classes];
        // From the last to the first, so that each is still whole when the one after it is mixed with it.
        float[] last = image(order[count - 1]);
        float[] image = last.clone();
        for (int i = count - 1; i >= 0; i--) {
            int before = order[i == 0 ? count - 1 : i - 1];
            float[] other = i == 0 ? last : image(before);
            mixture.mix(image, other, size);
            floats.put(order[i] * imageLength(), image);
            mixed[order[i] * classes + (int) labels[order[i]]] += (float) own;
            mixed[order[i] * classes + (int) labels[before]] += (float) (1 - own);
            image = other;
        }
        shares = mixed;
    }

    private float[] image(int position) {
        float[] image = new float[imageLength()];
        floats.get(position * imageLength(), image);
        return image;
    }

    void set(int position, float[] image, long label) {
        floats.put(position * imageLength(), image);
        labels[position] = label;
    }
}
