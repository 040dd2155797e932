package io.mlfd.trainer.storage;

import io.mlfd.contract.ContractJson;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What a record says of itself, for one that no list of digests names: with it a file that is still JSON of the right kind, but
 * not what was written, is told from a good one.
 */
public final class Seal {
    /** Of a record that has none yet. */
    public static final String NONE = "";

    private Seal() {}

    /**
     * SHA-256 of a record's canonical JSON, hexadecimal.
     *
     * @param unsealed the record with {@link #NONE} for its seal, or with an empty one where that may be missing
     */
    public static String of(Object unsealed) {
        byte[] json = new ContractJson().write(unsealed).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(FileDigest.newSha256().digest(json));
    }
}
