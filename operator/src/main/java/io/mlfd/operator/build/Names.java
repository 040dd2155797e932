package io.mlfd.operator.build;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of the objects of a run. Deterministic, so that making an object twice is noticed by the API server. */
public final class Names {
    /** A Job's name becomes a label value of its pods. */
    private static final int MOST = 63;

    private static final int HASH = 8;
    private static final String BASELINE = "baseline/";

    private Names() {}

    /**
     * {@code <run>-<stage>-<attempt>}; what does not fit, is no DNS label or reads like another stage is shortened and told apart
     * by a hash.
     */
    public static String job(String run, String stage, int attempt) {
        String whole = run + "-" + stage.replace('/', '-').replace('@', '-');
        String plain = whole.replaceAll("[^a-z0-9-]", "-");
        String end = "-" + attempt;
        if (plain.equals(whole) && plain.length() + end.length() <= MOST && !isOneOfSeveral(stage)) {
            return plain + end;
        }
        return shortened(plain, run + "/" + stage, MOST - end.length()) + end;
    }

    /** Behind the data set says which of its stages: {@code alone/a/b} and {@code alone/a-b} would read alike. */
    private static boolean isOneOfSeveral(String stage) {
        int withDataset = stage.startsWith(BASELINE) ? 2 : 1;
        return stage.chars().filter(c -> c == '/').count() > withDataset;
    }

    /** The claim that is made for a run. */
    public static String volume(String run) {
        return run + "-volume";
    }

    /** A label value for any name: itself, or shortened and told apart by a hash. */
    static String labelValue(String name) {
        return name.length() <= MOST ? name : shortened(name, name, MOST);
    }

    private static String shortened(String plain, String exact, int most) {
        String start = plain.substring(0, Math.min(plain.length(), most - HASH - 1));
        return start.replaceAll("[-.]+$", "") + "-" + digest(exact).substring(0, HASH);
    }

    /** SHA-256, hexadecimal. */
    public static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
