package io.mlfd.trainer.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.data.Split;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Memory for the rows of one batch, filled again and again: one direct buffer a segment, so that nothing grows. */
public final class FeatureBatch {
    private final CacheDescription description;
    private final int capacity;
    private final List<ByteBuffer> buffers;
    private final ByteBuffer row;
    private int count;

    private FeatureBatch(CacheDescription description, int capacity, List<ByteBuffer> buffers, ByteBuffer row) {
        this.description = description;
        this.capacity = capacity;
        this.buffers = buffers;
        this.row = row;
    }

    /** Room for {@code capacity} images. */
    public static FeatureBatch allocate(CacheDescription description, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a batch of " + capacity + " images: must be 1 or more");
        }
        List<ByteBuffer> buffers = new ArrayList<>();
        for (Segment segment : description.segments()) {
            int bytes = Math.multiplyExact(
                    Math.multiplyExact(capacity, segment.length()),
                    description.precision().bytes());
            buffers.add(ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()));
        }
        ByteBuffer row = ByteBuffer.allocateDirect(Math.multiplyExact(
                        description.rowLength(), description.precision().bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        return new FeatureBatch(description, capacity, List.copyOf(buffers), row);
    }

    /** Takes over the rows of {@code images} as they are, in that order. */
    public void fill(FeatureCache cache, Split split, int[] images) {
        fill(cache, split, 0, images);
    }

    /** The same of a view of these images. {@code view}: from 0 */
    public void fill(FeatureCache cache, Split split, int view, int[] images) {
        if (images.length > capacity || !cache.description().equals(description)) {
            throw new IllegalArgumentException(
                    images.length + " rows of another cache or too many for a batch of " + capacity);
        }
        count = images.length;
        for (int image = 0; image < count; image++) {
            cache.read(split, view, images[image], row.clear());
            int offset = 0;
            for (int s = 0; s < buffers.size(); s++) {
                int length = description.segments().get(s).length();
                copy(row.clear(), offset, buffers.get(s), image * length, length);
                offset += length;
            }
        }
    }

    /** From one order of bytes to another, position and length in values. */
    private void copy(ByteBuffer source, int from, ByteBuffer target, int to, int length) {
        switch (description.precision()) {
            case FLOAT32 -> target.asFloatBuffer().put(to, source.asFloatBuffer(), from, length);
            case FLOAT16 -> target.asShortBuffer().put(to, source.asShortBuffer(), from, length);
        }
    }

    /**
     * The segments, (N, ...), in the description's order, in float32. They may share this memory: fill it again only after the step
     * that uses them has ended.
     */
    public List<NDArray> arrays(NDManager manager) {
        if (count == 0) {
            throw new IllegalStateException("the batch is empty: fill it first");
        }
        List<NDArray> arrays = new ArrayList<>();
        for (int s = 0; s < buffers.size(); s++) {
            Segment segment = description.segments().get(s);
            ByteBuffer rows = buffers.get(s).duplicate().order(ByteOrder.nativeOrder());
            rows.limit(count * segment.length() * description.precision().bytes());
            long[] axes = new long[segment.shape().size() + 1];
            axes[0] = count;
            for (int axis = 1; axis < axes.length; axis++) {
                axes[axis] = segment.shape().get(axis - 1);
            }
            NDArray kept = manager.create(
                    rows, new Shape(axes), description.precision().dataType());
            // Nothing that is differentiated: the engine would not follow.
            arrays.add(kept.toType(DataType.FLOAT32, false));
        }
        return arrays;
    }
}
