package io.mlfd.trainer.stage;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VersionedJson;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.StoredJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a stage is made from, {@code origin.json}: written before anything else, so that data that change under a run are
 * noticed and named instead of mixed.
 *
 * @param data fingerprints by data set; a given checkpoint's digest by its path
 * @param inputs content keys by stage
 */
record Origin(int version, String planKey, SortedMap<String, String> data, SortedMap<String, String> inputs) {
    static final int VERSION = 1;
    static final String FILE = "origin.json";

    /** What becomes of a damaged one: whether data changed is told by the content key of each checkpoint too. */
    static final String REWRITTEN = "writing it again";

    private static final StoredJson<Origin> STORED = new StoredJson<>(VersionedJson.of(Origin.class, VERSION), 1 << 20);
    private static final int KEY_LENGTH = 32;

    Origin {
        data = new TreeMap<>(data);
        inputs = new TreeMap<>(inputs);
    }

    Origin(String planKey, Map<String, String> data, Map<String, String> inputs) {
        this(VERSION, planKey, new TreeMap<>(data), new TreeMap<>(inputs));
    }

    /** The content key: SHA-256 over all of it, its first 32 hexadecimal digits. */
    String contentKey() {
        byte[] text = new ContractJson().write(this).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text))
                    .substring(0, KEY_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The origin of a stage's folder; empty where it is missing or damaged.
     *
     * @param console is told of a damaged one
     * @throws BadInputException when another release wrote it in a way that this one does not read
     */
    static Optional<Origin> read(Path folder, StoredFiles files, Consumer<String> console) {
        Path file = folder.resolve(FILE);
        if (!files.exists(file)) {
            return Optional.empty();
        }
        return STORED.read(files, file)
                .fold(
                        known -> Optional.of(known.unknown().isEmpty() ? known.value() : refuse(file, known.problem())),
                        other -> Optional.of(refuse(file, other.problem())),
                        damaged -> {
                            console.accept(file + ": " + damaged.problem() + "; " + REWRITTEN);
                            return Optional.empty();
                        });
    }

    private static Origin refuse(Path file, String problem) {
        throw new BadInputException(file + ": " + problem
                + "; go on with the release that began the stage, or remove the folder to train anew");
    }

    /** Everything that is not as it was, in words: {@code data set signs}, {@code stage teacher/signs}. */
    String changesSince(Origin before) {
        TreeSet<String> changes = new TreeSet<>();
        differences(before.data, data).forEach(name -> changes.add("data set " + name));
        differences(before.inputs, inputs).forEach(name -> changes.add("stage " + name));
        return String.join(", ", changes);
    }

    private static TreeSet<String> differences(Map<String, String> before, Map<String, String> now) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), now.get(name)));
        return names;
    }
}
