package io.mlfd.trainer.data;

import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What the samples of a JPEG stand for. */
enum JpegColours {
    GREY,
    LUMINANCE_AND_COLOUR,
    RGB,
    INKS,
    /** Inks but black, coded as luminance and colour. */
    LUMINANCE_AND_COLOUR_OF_INKS;

    private static final int JFIF = 0xe0;
    private static final int ADOBE = 0xee;
    private static final int ADOBE_AS_THEY_ARE = 0;

    /**
     * As libjpeg decides (jdapimin.c, default_decompress_parms).
     *
     * @param components their identifiers in the frame: one, three or four
     * @param jfif whether there is a JFIF segment
     * @param adobe the transform of Adobe's segment, where there is one
     */
    static JpegColours of(int[] components, boolean jfif, OptionalInt adobe) {
        if (components.length == 1) {
            return GREY;
        }
        if (components.length == 4) {
            return adobe.orElse(ADOBE_AS_THEY_ARE) == ADOBE_AS_THEY_ARE ? INKS : LUMINANCE_AND_COLOUR_OF_INKS;
        }
        boolean named = components[0] == 'R' && components[1] == 'G' && components[2] == 'B';
        boolean rgb = !jfif && (adobe.isPresent() ? adobe.getAsInt() == ADOBE_AS_THEY_ARE : named);
        return rgb ? RGB : LUMINANCE_AND_COLOUR;
    }

    /**
     * A segment by which every decoder takes three samples for what they are here, and four for nothing but four samples.
     */
    byte[] marker() {
        return switch (this) {
            case GREY, LUMINANCE_AND_COLOUR -> segment(JFIF, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
            case RGB, INKS, LUMINANCE_AND_COLOUR_OF_INKS ->
                segment(ADOBE, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, ADOBE_AS_THEY_ARE);
        };
    }

    private static byte[] segment(int marker, int... contents) {
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.write(0xff);
        segment.write(marker);
        segment.write(0);
        segment.write(contents.length + Short.BYTES);
        IntStream.of(contents).forEach(segment::write);
        return segment.toByteArray();
    }
}
