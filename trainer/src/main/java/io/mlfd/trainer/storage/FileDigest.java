package io.mlfd.trainer.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file held when it was written.
 *
 * @param sha256 hexadecimal
 */
public record FileDigest(String sha256, long bytes) {
    /** That of a file as it is now. */
    public static FileDigest of(Path file) throws IOException {
        MessageDigest digest = newSha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            return new FileDigest(HexFormat.of().formatHex(finished(digest, in)), Files.size(file));
        }
    }

    private static byte[] finished(MessageDigest digest, InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        return digest.digest();
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
