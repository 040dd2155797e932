package io.mlfd.trainer.data.layout;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unpacks what is small enough to be held in memory. */
public final class Gzip {
    private static final int MEBI = 20;

    private Gzip() {}

    /**
     * @param most bytes that it may unpack to
     * @throws LayoutException when it is no such file, cut off, damaged, or unpacks to more
     */
    public static byte[] unpacked(InputStream packed, int most) throws IOException, LayoutException {
        try (GZIPInputStream stream = new GZIPInputStream(packed)) {
            byte[] content = stream.readNBytes(most);
            LayoutException.require(
                    stream.read() < 0,
                    "unpacks to more than " + (most >> MEBI) + " MiB; unpack it with gunzip, it is read as it is then");
            return content;
        } catch (EOFException e) {
            throw new LayoutException("is truncated: the compressed data end too early", e);
        } catch (ZipException e) {
            throw new LayoutException("is no gzip file, or damaged", e);
        } catch (OutOfMemoryError e) {
            throw new LayoutException("does not fit into memory; unpack it with gunzip, it is read as it is then", e);
        }
    }
}
