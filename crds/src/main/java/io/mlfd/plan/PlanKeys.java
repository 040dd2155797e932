package io.mlfd.plan;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder.StageInput;
import io.mlfd.contract.StageWork;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Computes plan keys. */
final class PlanKeys {
    private static final int LENGTH = 32;

    private final ContractJson json = new ContractJson();

    private record Keyed(int numerics, StageWork work, long seed, List<String> inputs) {}

    String keyOf(StageWork work, long seed, List<StageInput> inputs) {
        List<String> inputKeys = inputs.stream().map(StageInput::planKey).toList();
        String text = json.write(new Keyed(work.numerics(), work, seed, inputKeys));
        return hash(text).substring(0, LENGTH);
    }

    /** SHA-256, hexadecimal. */
    static String hash(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
