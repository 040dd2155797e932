package io.mlfd.trainer.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file held when it was written.
 *
 * @param sha256 hexadecimal
 */
public record FileDigest(String sha256, long bytes) {
    /** That of a file on this machine's disk as it is now. */
    public static FileDigest of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** That of everything that is still to come. */
    public static FileDigest of(InputStream in) throws IOException {
        MessageDigest digest = newSha256();
        long bytes;
        try (OutputStream digested = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            bytes = in.transferTo(digested);
        }
        return new FileDigest(HexFormat.of().formatHex(digest.digest()), bytes);
    }

    /** For what is digested before it is a file, or is only part of one. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
