package io.mlfd.trainer.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over a sequence of values, each preceded by its length so that no two sequences look the same. */
final class Fingerprint {

    private final MessageDigest digest;

    /** @param format names what is hashed and how; another format never gives the same fingerprint */
    Fingerprint(String format) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        add(format);
    }

    void add(byte[] value) {
        add(value.length);
        digest.update(value);
    }

    void add(String value) {
        add(value.getBytes(StandardCharsets.UTF_8));
    }

    void add(List<String> values) {
        add(values.size());
        values.forEach(this::add);
    }

    void add(long value) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    }

    String hexadecimal() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
