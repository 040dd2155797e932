package io.mlfd.trainer.data;

import io.mlfd.trainer.random.RandomKey;
import java.util.Arrays;

/**
 * Fills batches: chosen images, augmented and normalised, as floats (N, 3, S, S). Safe for use by several threads on
 * different batches.
 */
public final class BatchAssembler {

    private final DataSetImages images;
    private final float[][] normalised;
    private final byte[] meanColour;
    private final Augmentation augmentation;
    private final RandomKey key;

    /**
     * @param statistics of the split the network was fitted to, whichever split {@code images} is
     * @param key that of the seed and the stage
     */
    public BatchAssembler(
            DataSetImages images, ChannelStatistics statistics, Augmentation augmentation, RandomKey key) {
        if (augmentation.crop() > images.size()) {
            throw new IllegalArgumentException("crop " + augmentation.crop() + ": must be at most the image size "
                    + images.size() + ", or a view may show nothing of the image");
        }
        this.images = images;
        this.normalised = statistics.table();
        this.meanColour = statistics.meanColour();
        this.augmentation = augmentation;
        this.key = key.with("augmentation");
    }

    /** The images that batches are made of. */
    public DataSetImages images() {
        return images;
    }

    /** Memory for batches of these images. */
    public Batch allocate(int capacity) {
        return Batch.allocate(capacity, images.size());
    }

    /** Fills {@code batch} with the images at {@code indices}, as they look in {@code epoch} (from 0), in the caller's thread. */
    public void fill(Batch batch, int[] indices, long epoch) {
        fill(batch, indices, epoch, Workers.none());
    }

    /** As {@link #fill}, by all of the images' workers at once: for who has nothing to do meanwhile. */
    public void fillAtOnce(Batch batch, int[] indices, long epoch) {
        fill(batch, indices, epoch, images.workers());
    }

    private void fill(Batch batch, int[] indices, long epoch, Workers workers) {
        if (indices.length > batch.capacity() || batch.size() != images.size()) {
            throw new IllegalArgumentException(indices.length + " images of size " + images.size()
                    + " do not fit a batch of " + batch.capacity() + " of size " + batch.size());
        }
        batch.resize(indices.length);
        workers.forEach(indices.length, position -> {
            float[] image = new float[batch.imageLength()];
            int index = indices[position];
            write(index, epoch, image);
            batch.set(position, image, images.label(index));
        });
    }

    private void write(int index, long epoch, float[] image) {
        int size = images.size();
        View view = augmentation.view(key, epoch, index);
        byte[] pixels = augmentation.partOf(images.sharedPixels(index), size, key, epoch, index);
        if (augmentation.changes().isEmpty()) {
            write(pixels, view, image);
        } else {
            byte[] seen = view.of(pixels, size, meanColour);
            write(augmentation.changed(seen, size, key, epoch, index), View.AS_IS, image);
        }
        augmentation.erased(size, key, epoch, index).ifPresent(region -> region.clear(image, size));
    }

    private void write(byte[] pixels, View view, float[] image) {
        int size = images.size();
        int plane = size * size;
        if (view.left() != 0 || view.top() != 0) {
            Arrays.fill(image, 0);
        }
        // The columns of the output that lie inside the image; what is outside keeps the 0 of the border.
        int firstColumn = Math.max(0, -view.left());
        int lastColumn = Math.min(size, size - view.left());
        int firstRow = Math.max(0, -view.top());
        int lastRow = Math.min(size, size - view.top());
        for (int row = firstRow; row < lastRow; row++) {
            int source = ((row + view.top()) * size + firstColumn + view.left()) * DataSetImages.CHANNELS;
            int target = row * size + (view.mirrored() ? size - 1 - firstColumn : firstColumn);
            int direction = view.mirrored() ? -1 : 1;
            for (int column = firstColumn; column < lastColumn; column++) {
                image[target] = normalised[0][pixels[source] & 0xff];
                image[target + plane] = normalised[1][pixels[source + 1] & 0xff];
                image[target + 2 * plane] = normalised[2][pixels[source + 2] & 0xff];
                source += DataSetImages.CHANNELS;
                target += direction;
            }
        }
    }
}
