package io.mlfd.trainer.data;

import io.mlfd.contract.ControlCharacters;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The files of a data set's images with a little of each one's digest: enough to say which have changed, not to vouch for
 * any. That is the fingerprint's task.
 */
public final class ImageDigests {
    /** None, for images that lie in no file. */
    public static final ImageDigests NONE = new ImageDigests(Map.of());

    private static final String HEADING = "mlfd image digests 1";
    private static final int DIGITS = 8;
    private static final int NAMES_SHOWN = 3;
    private static final int LONGEST_LINE = 1 << 14;

    private final Map<String, String> byName;

    private ImageDigests(Map<String, String> byName) {
        this.byName = byName;
    }

    /** Collects them. */
    static final class Builder {
        private final Map<String, String> byName = new LinkedHashMap<>();

        void add(String name, byte[] content) {
            add(name, digest(content));
        }

        /** @param digest that of {@link #digest} */
        void add(String name, String digest) {
            byName.put(ControlCharacters.escaped(name), digest);
        }

        ImageDigests build() {
            return new ImageDigests(byName);
        }

        /** A little of a file's digest. */
        static String digest(byte[] content) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
                return HexFormat.of().formatHex(digest, 0, DIGITS / 2);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    /** Whether a file of a name has the content that it had. */
    boolean holds(String name, byte[] content) {
        return Builder.digest(content).equals(byName.get(ControlCharacters.escaped(name)));
    }

    /** Writes them, packed: a heading, then a line a file. */
    public void writeTo(OutputStream out) throws IOException {
        GZIPOutputStream packed = new GZIPOutputStream(out);
        BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(packed, StandardCharsets.UTF_8));
        lines.write(HEADING + "\n");
        for (Map.Entry<String, String> file : byName.entrySet()) {
            lines.write(file.getValue() + " " + file.getKey() + "\n");
        }
        lines.flush();
        packed.finish();
    }

    /**
     * What {@link #writeTo} wrote; empty for anything else.
     *
     * @throws IOException where the stream cannot be read, or is not packed
     */
    public static Optional<ImageDigests> read(InputStream in) throws IOException {
        Map<String, String> byName = new LinkedHashMap<>();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
        if (!HEADING.equals(lines.readLine())) {
            return Optional.empty();
        }
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            boolean tooMuch = line.length() > LONGEST_LINE || byName.size() == ScanLimits.DEFAULT.files();
            if (tooMuch || line.length() <= DIGITS || line.charAt(DIGITS) != ' ') {
                return Optional.empty();
            }
            byName.put(line.substring(DIGITS + 1), line.substring(0, DIGITS));
        }
        return Optional.of(new ImageDigests(byName));
    }

    /** Which files came, went and changed, in words; empty where that are none. */
    public String changesSince(ImageDigests before) {
        List<String> came = byName.keySet().stream()
                .filter(name -> !before.byName.containsKey(name))
                .toList();
        List<String> went = before.byName.keySet().stream()
                .filter(name -> !byName.containsKey(name))
                .toList();
        List<String> changed = byName.keySet().stream()
                .filter(name -> before.byName.containsKey(name)
                        && !before.byName.get(name).equals(byName.get(name)))
                .toList();
        return String.join(
                ", ",
                List.of(told(came, "came"), told(went, "went"), told(changed, "changed")).stream()
                        .filter(text -> !text.isEmpty())
                        .toList());
    }

    private static String told(List<String> names, String verb) {
        if (names.isEmpty()) {
            return "";
        }
        String shown = String.join(
                ", ", names.stream().limit(NAMES_SHOWN).map(Problems::printable).toList());
        return names.size() + (names.size() == 1 ? " image " : " images ") + verb + " (" + shown
                + (names.size() > NAMES_SHOWN ? ", …)" : ")");
    }
}
