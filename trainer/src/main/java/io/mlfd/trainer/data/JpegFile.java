package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.ImageFormatException.require;

import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;

/**
 * Looks a JPEG file over before its pixels are decoded (ITU-T T.81, annex B): size, kind, colours and completeness. What decides
 * the pixels is kept; EXIF (with its orientation), colour profiles and comments are left out, and what says how colours are
 * coded is written anew, so that no decoder has an opinion on them. Bytes that belong to no segment are passed over, as
 * libjpeg does: cameras and old tools leave some.
 */
final class JpegFile {

    private static final String TRUNCATED = ImageFormatException.truncated("JPEG");
    private static final String CORRUPT = ImageFormatException.corrupt("JPEG");
    // More than any encoder writes; a decoder goes over all pixels for each.
    private static final int SCANS = 200;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int FIRST_RESTART = 0xd0;
    private static final int LAST_RESTART = 0xd7;
    private static final int FRAME_HEADER = 8;

    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final String EXIF = "Exif\0\0";

    private final byte[] content;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int position = 2;
    private int scans;
    private boolean jfif;
    private OptionalInt adobe = OptionalInt.empty();
    private int[] components = {};
    private int orientation = ExifOrientation.UPRIGHT;

    private JpegFile(byte[] content) {
        this.content = content;
    }

    static boolean matches(byte[] content) {
        return content.length >= 3
                && (content[0] & 0xff) == 0xff
                && (content[1] & 0xff) == SOI
                && (content[2] & 0xff) == 0xff;
    }

    /** Looks a file over. */
    static JpegFile of(byte[] content, ImageLimits limits) throws ImageFormatException {
        JpegFile file = new JpegFile(content);
        file.check(limits);
        return file;
    }

    /** How the samples of a pixel are to be taken. */
    JpegColours colours() {
        return JpegColours.of(components, jfif, adobe);
    }

    /** What the camera noted, from 1 to 8; see {@link ExifOrientation}. */
    int orientation() {
        return orientation;
    }

    /** The segments that decide the pixels, behind one that says how colours are coded. */
    byte[] essence() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(0xff);
        file.write(SOI);
        file.writeBytes(colours().marker());
        file.writeBytes(kept.toByteArray());
        return file.toByteArray();
    }

    private void check(ImageLimits limits) throws ImageFormatException {
        while (true) {
            int marker = nextMarker();
            if (marker == EOI) {
                require(scans > 0, CORRUPT);
                kept.write(0xff);
                kept.write(EOI);
                return;
            }
            require(marker != SOI, CORRUPT);
            if (marker >= FIRST_RESTART && marker <= LAST_RESTART) {
                continue;
            }
            int start = position;
            int length = unsignedShort(position);
            require(length >= 2, CORRUPT);
            require(start + length <= content.length, TRUNCATED);
            position = start + length;
            if (isFrame(marker)) {
                require(components.length == 0 && length >= FRAME_HEADER, CORRUPT);
                checkFrame(marker, start, length, limits);
            }
            if (marker == SOS) {
                require(components.length > 0 && ++scans <= SCANS, CORRUPT);
                skipEntropyCodedData();
            }
            readColours(marker, start, length);
            if (marker == APP1 && FirstBytes.are(content, start + 2, EXIF)) {
                orientation = ExifOrientation.of(content, start + 2 + EXIF.length(), start + length);
            }
            if (isKept(marker)) {
                kept.write(0xff);
                kept.write(marker);
                kept.write(content, start, position - start);
            }
        }
    }

    /** A zero behind 0xff is a byte of data, not a marker. */
    private int nextMarker() throws ImageFormatException {
        while (true) {
            while (position < content.length && (content[position] & 0xff) != 0xff) {
                position++;
            }
            while (position < content.length && (content[position] & 0xff) == 0xff) {
                position++;
            }
            require(position < content.length, TRUNCATED);
            int marker = content[position++] & 0xff;
            if (marker != 0) {
                return marker;
            }
        }
    }

    private void readColours(int marker, int start, int length) {
        if (marker == APP0 && length >= 16 && FirstBytes.are(content, start + 2, "JFIF\0")) {
            jfif = true;
        }
        if (marker == APP14 && length >= 14 && FirstBytes.are(content, start + 2, "Adobe")) {
            adobe = OptionalInt.of(content[start + 13] & 0xff);
        }
    }

    private void checkFrame(int marker, int start, int length, ImageLimits limits) throws ImageFormatException {
        require(
                marker <= 0xc2,
                "is a JPEG of a rare kind (lossless, hierarchical or arithmetic); convert it to a common JPEG or PNG");
        require(content[start + 2] == 8, "is a JPEG of more than 8 bits; convert it to 8 bits or to PNG");
        int count = content[start + 7] & 0xff;
        require(
                count == 1 || count == 3 || count == 4,
                "is a JPEG of " + count + " samples a pixel; convert it to RGB or grey");
        require(length >= FRAME_HEADER + 3 * count, CORRUPT);
        long width = unsignedShort(start + 5);
        long height = unsignedShort(start + 3);
        limits.require(width, height, () -> width * height * count);
        components = new int[count];
        for (int i = 0; i < count; i++) {
            components[i] = content[start + FRAME_HEADER + 3 * i] & 0xff;
        }
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

    /** All but application segments and comments. */
    private static boolean isKept(int marker) {
        return marker != 0xfe && !(marker >= APP0 && marker <= 0xef);
    }
}
