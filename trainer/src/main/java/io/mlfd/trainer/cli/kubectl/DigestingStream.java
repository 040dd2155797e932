package io.mlfd.trainer.cli.kubectl;

import io.mlfd.trainer.storage.FileDigest;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.HexFormat;

/** Knows what went through it. */
final class DigestingStream extends DigestOutputStream {
    DigestingStream(OutputStream out) {
        super(out, FileDigest.newSha256());
    }

    /** SHA-256 of all of it, once. */
    String hex() {
        return HexFormat.of().formatHex(getMessageDigest().digest());
    }
}
