package io.mlfd.trainer.data.generated;

import io.mlfd.trainer.random.RandomStream;
import java.util.List;

/** A family of images with classes of its own. */
public interface Drawing {

    /** The classes, sorted by name. */
    List<String> classNames();

    /** An image: S x S x 3 bytes, rows from the top, pixels from the left, red, green, blue. */
    byte[] draw(int classIndex, int size, RandomStream random);
}
