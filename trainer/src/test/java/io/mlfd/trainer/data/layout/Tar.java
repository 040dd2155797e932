package io.mlfd.trainer.data.layout;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes tar archives by hand, so that each header can be whatever a test needs. */
public final class Tar {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Tar file(String name, byte[] content) {
        return member(name, '0', content.length, content);
    }

    /** {@code size}: what the header says. */
    public Tar member(String name, char type, long size, byte[] content) {
        out.writeBytes(header(name, type, String.format(Locale.ROOT, "%011o", size)));
        return content(content);
    }

    /** As GNU's tar writes names of more than 100 bytes. */
    public Tar longName(String name) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        return member("././@LongLink", 'L', bytes.length, bytes);
    }

    /** Says of the next member what pax says: a keyword and a value. */
    public Tar pax(String keyword, String value) {
        String rest = " " + keyword + "=" + value + "\n";
        int length = rest.getBytes(StandardCharsets.UTF_8).length;
        int digits = String.valueOf(length + 1).length();
        if (String.valueOf(length + digits).length() > digits) {
            digits++;
        }
        byte[] bytes = ((length + digits) + rest).getBytes(StandardCharsets.UTF_8);
        return member("PaxHeaders/x", 'x', bytes.length, bytes);
    }

    public Tar raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** With the two blocks of zeros that end an archive. */
    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return whole.toByteArray();
    }

    /** Without them. */
    public byte[] endless() {
        return out.toByteArray();
    }

    private Tar content(byte[] content) {
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    private static byte[] header(String name, char type, String size) {
        byte[] block = new byte[BLOCK];
        put(block, 0, name);
        put(block, 100, "0000644\0");
        put(block, 124, size);
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 257, "ustar\00000");
        int sum = 0;
        for (byte value : block) {
            sum += value & 0xff;
        }
        put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
