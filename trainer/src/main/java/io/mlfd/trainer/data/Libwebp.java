package io.mlfd.trainer.data;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The decoder of WebP's inventors, for the one format of everyday pictures that the JDK has no reader for. It comes in a library
 * that holds other decoders too and lies on the class path, one a platform.
 */
final class Libwebp {
    private static final String FOLDER = "/org/bytedeco/leptonica/";
    // RTLD_LAZY alone: with RTLD_GLOBAL, which is the default, the JDK's own decoders would be linked against this
    // library's.
    private static final int PRIVATE_TO_ITSELF = 1;

    private final NativeLibrary library;

    private Libwebp(NativeLibrary library) {
        this.library = library;
    }

    /** @throws ImageFormatException when there is none for this platform or it cannot be loaded, which no image is to blame for */
    static Libwebp load() throws ImageFormatException {
        String platform = Platform.ARCH.equals("aarch64") ? "linux-arm64" : "linux-x86_64";
        String resource = FOLDER + platform + "/libleptonica.so.6";
        if (!Platform.isLinux() || Libwebp.class.getResource(resource) == null) {
            throw ImageFormatException.ofTheSurroundings(
                    "is a WebP, which cannot be read on this platform; convert it to PNG or JPEG");
        }
        try {
            String file = Native.extractFromResourcePath(resource, Libwebp.class.getClassLoader())
                    .getAbsolutePath();
            return new Libwebp(NativeLibrary.getInstance(file, Map.of(Library.OPTION_OPEN_FLAGS, PRIVATE_TO_ITSELF)));
        } catch (IOException | LinkageError e) {
            throw ImageFormatException.ofTheSurroundings("is a WebP, whose decoder cannot be loaded (" + e.getMessage()
                    + "); make the folder for temporary files, " + System.getProperty("java.io.tmpdir")
                    + ", one that is writable, not full and not mounted noexec");
        }
    }

    /** Width and height of a file's image, by its header; empty where that is damaged. */
    Optional<int[]> size(byte[] content) {
        int[] width = {0};
        int[] height = {0};
        int found = library.getFunction("WebPGetInfo")
                .invokeInt(new Object[] {content, (long) content.length, width, height});
        return found == 0 ? Optional.empty() : Optional.of(new int[] {width[0], height[0]});
    }

    /** Red, green and blue of every pixel, alpha left out; empty where the file is damaged. */
    Optional<byte[]> decode(byte[] content, int width, int height) {
        int stride = width * DataSetImages.CHANNELS;
        long bytes = (long) stride * height;
        try (Memory pixels = new Memory(bytes)) {
            Pointer decoded = library.getFunction("WebPDecodeRGBInto")
                    .invokePointer(new Object[] {content, (long) content.length, pixels, bytes, stride});
            return decoded == null ? Optional.empty() : Optional.of(pixels.getByteArray(0, Math.toIntExact(bytes)));
        }
    }
}
