package io.mlfd.trainer.data;

/** JPEG (ITU-T T.81): baseline and progressive, grey, in colours, and in the inks of printers. */
final class JpegFormat implements ImageFormat {
    /** libjpeg's words for bytes in front of a marker that nobody asked for; old cameras and editors write them. */
    private static final String HARMLESS = "extraneous bytes before marker";

    private final JdkReader reader = new JdkReader("jpeg", warning -> warning.contains(HARMLESS));

    @Override
    public boolean matches(byte[] content) {
        return JpegFile.matches(content);
    }

    @Override
    public RgbImage decode(byte[] content, ImageLimits limits) throws ImageFormatException {
        JpegFile file = JpegFile.of(content, limits);
        return switch (file.colours()) {
            case GREY, LUMINANCE_AND_COLOUR, RGB -> Samples.of(reader.image(file.essence()));
            case INKS -> new Inks(false).rgb(reader.samples(file.essence()));
            case LUMINANCE_AND_COLOUR_OF_INKS -> new Inks(true).rgb(reader.samples(file.essence()));
        };
    }
}
