package io.mlfd.trainer.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The orientation that a camera notes beside the pixels (Exif 2.32, tag 0x0112 of the first directory). */
final class ExifOrientation {
    /** As the pixels lie. */
    static final int UPRIGHT = 1;

    private static final int MIRRORED_AND_TURNED = 8;
    private static final int TAG = 0x0112;
    private static final int ENTRY = 12;
    private static final int HEADER = 8;

    private ExifOrientation() {}

    /**
     * From 1 to 8; 1 also where nothing is noted or cannot be understood: viewers pass over it then.
     *
     * @param start of the TIFF header that stands in an Exif segment
     * @param end of the segment
     */
    static int of(byte[] content, int start, int end) {
        if (end - start < HEADER) {
            return UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(content, start, end - start).slice();
        if (FirstBytes.are(content, start, "II")) {
            tiff.order(ByteOrder.LITTLE_ENDIAN);
        } else if (!FirstBytes.are(content, start, "MM")) {
            return UPRIGHT;
        }
        long directory = Integer.toUnsignedLong(tiff.getInt(4));
        if (directory > tiff.limit() - 2) {
            return UPRIGHT;
        }
        int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY;
            if (entry > tiff.limit() - ENTRY) {
                return UPRIGHT;
            }
            if (Short.toUnsignedInt(tiff.getShort((int) entry)) == TAG) {
                int value = Short.toUnsignedInt(tiff.getShort((int) entry + HEADER));
                return value >= UPRIGHT && value <= MIRRORED_AND_TURNED ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
