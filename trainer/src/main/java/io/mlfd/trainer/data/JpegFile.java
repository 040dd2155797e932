package io.mlfd.trainer.data;

import java.io.ByteArrayOutputStream;

/**
 * Looks a JPEG file over before its pixels are decoded (ITU-T T.81, annex B): size, kind and completeness. What decides the
 * pixels is kept; EXIF (with its orientation), colour profiles and comments are left out, so that no decoder has an opinion
 * on them.
 */
final class JpegFile {

    private static final String TRUNCATED = "is a truncated JPEG; replace it with a whole copy or remove it";
    private static final String CORRUPT = "is a corrupt JPEG; replace it with a good copy or remove it";
    // More than any encoder writes; a decoder goes over all pixels for each.
    private static final int SCANS = 200;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int FIRST_RESTART = 0xd0;
    private static final int LAST_RESTART = 0xd7;
    private static final int FRAME_HEADER = 8;

    private final byte[] content;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int position = 2;
    private int scans;

    private JpegFile(byte[] content) {
        this.content = content;
    }

    static boolean matches(byte[] content) {
        return content.length >= 3
                && (content[0] & 0xff) == 0xff
                && (content[1] & 0xff) == SOI
                && (content[2] & 0xff) == 0xff;
    }

    /** The segments that decide the pixels. */
    static byte[] essence(byte[] content, ImageLimits limits) throws ImageFormatException {
        return new JpegFile(content).check(limits);
    }

    private byte[] check(ImageLimits limits) throws ImageFormatException {
        kept.write(content, 0, position);
        boolean sized = false;
        while (true) {
            int marker = nextMarker();
            if (marker == EOI) {
                require(scans > 0, CORRUPT);
                kept.write(0xff);
                kept.write(EOI);
                return kept.toByteArray();
            }
            require(marker != SOI && !(marker >= FIRST_RESTART && marker <= LAST_RESTART), CORRUPT);
            int start = position;
            int length = unsignedShort(position);
            require(length >= 2, CORRUPT);
            require(start + length <= content.length, TRUNCATED);
            position = start + length;
            if (isFrame(marker)) {
                require(!sized && length >= FRAME_HEADER, CORRUPT);
                checkFrame(marker, start, limits);
                sized = true;
            }
            if (marker == SOS) {
                require(sized && ++scans <= SCANS, CORRUPT);
                skipEntropyCodedData();
            }
            if (isKept(marker)) {
                kept.write(0xff);
                kept.write(marker);
                kept.write(content, start, position - start);
            }
        }
    }

    private int nextMarker() throws ImageFormatException {
        require(position < content.length, TRUNCATED);
        require((content[position] & 0xff) == 0xff, CORRUPT);
        while (position < content.length && (content[position] & 0xff) == 0xff) {
            position++;
        }
        require(position < content.length, TRUNCATED);
        return content[position++] & 0xff;
    }

    private void checkFrame(int marker, int start, ImageLimits limits) throws ImageFormatException {
        require(
                marker <= 0xc2,
                "is a JPEG of a rare kind (lossless, hierarchical or arithmetic); convert it to a common JPEG or PNG");
        require(content[start + 2] == 8, "is a JPEG of more than 8 bits; convert it to 8 bits or to PNG");
        int components = content[start + 7];
        require(components == 1 || components == 3, "is a JPEG in CMYK or other colours; convert it to RGB or grey");
        limits.require(unsignedShort(start + 5), unsignedShort(start + 3), components);
    }

    private void skipEntropyCodedData() throws ImageFormatException {
        while (true) {
            require(position + 1 < content.length, TRUNCATED);
            int next = content[position + 1] & 0xff;
            boolean data =
                    (content[position] & 0xff) != 0xff || next == 0 || (next >= FIRST_RESTART && next <= LAST_RESTART);
            if (!data && next != 0xff) {
                return;
            }
            position++;
        }
    }

    private int unsignedShort(int at) throws ImageFormatException {
        require(at + 1 < content.length, TRUNCATED);
        return (content[at] & 0xff) << Byte.SIZE | (content[at + 1] & 0xff);
    }

    /** SOF0 to SOF15; DHT, JPG and DAC lie in between. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** All but APP1 to APP13, APP15 and comments: APP0 (JFIF) and APP14 (Adobe) say how colours are coded. */
    private static boolean isKept(int marker) {
        boolean application = marker >= 0xe0 && marker <= 0xef;
        return marker != 0xfe && (!application || marker == 0xe0 || marker == 0xee);
    }

    private static void require(boolean holds, String problem) throws ImageFormatException {
        if (!holds) {
            throw new ImageFormatException(problem);
        }
    }
}
