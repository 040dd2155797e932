package io.mlfd.trainer.data.layout;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a file in the IDX format, as described on the page of MNIST: two zero bytes, the type of the values, the number
 * of dimensions, and each dimension in four bytes, the highest first.
 *
 * @param dimensions each 1 or more and below 2^31
 */
public record IdxHeader(List<Integer> dimensions) {
    private static final int MAGIC = 4;
    private static final int UNSIGNED_BYTE = 0x08;

    public IdxHeader {
        dimensions = List.copyOf(dimensions);
    }

    /** Of a file of {@code dimensions} dimensions, in bytes. */
    public static int length(int dimensions) {
        return MAGIC + dimensions * Integer.BYTES;
    }

    /**
     * @param start at least the first bytes of a file, fewer where it ends
     * @param count of dimensions that there must be
     * @throws LayoutException when it is no such file
     */
    public static IdxHeader of(byte[] start, int count) throws LayoutException {
        LayoutException.require(start.length >= length(count), "is truncated: it has no whole header");
        LayoutException.require(
                start[0] == 0 && start[1] == 0 && start[2] == UNSIGNED_BYTE && start[MAGIC - 1] == count,
                "is no IDX file of unsigned bytes in " + count + (count == 1 ? " dimension" : " dimensions")
                        + ": it begins with " + hexadecimal(start));
        List<Integer> dimensions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int dimension = ByteBuffer.wrap(start).getInt(MAGIC + i * Integer.BYTES);
            LayoutException.require(
                    dimension > 0, "says that dimension " + (i + 1) + " is " + Integer.toUnsignedLong(dimension));
            dimensions.add(dimension);
        }
        return new IdxHeader(dimensions);
    }

    private static String hexadecimal(byte[] start) {
        return String.format("%02x %02x %02x %02x", start[0], start[1], start[2], start[MAGIC - 1]);
    }

    /** @throws LayoutException when a file of {@code length} bytes is not as long as this says, {@code item} bytes an item */
    public void requireLength(long length, long item) throws LayoutException {
        // The number of items is below 2^31 and an item's bytes are bounded far below 2^32, so the product is a number.
        long wanted = length(dimensions.size()) + dimensions.get(0) * item;
        LayoutException.require(
                length >= wanted, "is truncated: it has " + length + " bytes, its header says " + wanted);
        LayoutException.require(
                length == wanted, "has " + length + " bytes, its header says " + wanted + "; take a good copy");
    }
}
