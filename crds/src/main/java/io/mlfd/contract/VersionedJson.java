package io.mlfd.contract;

import io.mlfd.contract.ContractJson.ContractException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads what another release may have written: its version before anything else, so that a record which has changed is told from a
 * damaged one. Within a version a later release may add fields; they are passed over and named.
 */
public final class VersionedJson<T> {
    private static final String VERSION = "/version";

    private static final int MOST_NAMED = 3;

    private final ContractJson json = new ContractJson();
    private final Class<T> type;
    private final String pointer;
    private final int version;
    private final boolean nulls;

    private VersionedJson(Class<T> type, String pointer, int version, boolean nulls) {
        this.type = type;
        this.pointer = pointer;
        this.version = version;
        this.nulls = nulls;
    }

    /**
     * For a record that is complete: one with a null is damaged.
     *
     * @param version that this program reads, in the field {@code version}
     */
    public static <T> VersionedJson<T> of(Class<T> type, int version) {
        return new VersionedJson<>(type, VERSION, version, false);
    }

    /** Likewise, with the version where a JSON pointer says, as in {@code /description/format}. */
    public static <T> VersionedJson<T> of(Class<T> type, String pointer, int version) {
        return new VersionedJson<>(type, pointer, version, false);
    }

    /** For a record that holds a Kubernetes resource or a part of one: what is absent there is null. */
    public static <T> VersionedJson<T> withResource(Class<T> type, int version) {
        return new VersionedJson<>(type, VERSION, version, true);
    }

    /** What came of it. */
    public sealed interface Reading<T> {
        /** Whatever it is, in one type. */
        <R> R fold(Function<Known<T>, R> known, Function<OtherVersion<T>, R> other, Function<Damaged<T>, R> damaged);

        /** The value, where every field is known. */
        default Optional<T> exact() {
            return fold(
                    known -> known.unknown().isEmpty() ? Optional.of(known.value()) : Optional.empty(),
                    other -> Optional.empty(),
                    damaged -> Optional.empty());
        }

        /** One line that says why there is no {@link #exact} value; empty where there is one. */
        String problem();
    }

    /** @param unknown fields that this program does not know, as in {@code scores[0].metric}; nothing was made of them */
    public record Known<T>(T value, List<String> unknown) implements Reading<T> {
        public Known {
            unknown = List.copyOf(unknown);
        }

        @Override
        public <R> R fold(
                Function<Known<T>, R> known, Function<OtherVersion<T>, R> other, Function<Damaged<T>, R> damaged) {
            return known.apply(this);
        }

        /** Names the first of them. */
        @Override
        public String problem() {
            if (unknown.isEmpty()) {
                return "";
            }
            String named = String.join(", ", unknown.subList(0, Math.min(MOST_NAMED, unknown.size())));
            return "has fields that this program does not know (" + ControlCharacters.escaped(named)
                    + (unknown.size() > MOST_NAMED ? ", …" : "") + ")";
        }
    }

    /** Of a version that this program does not read. */
    public record OtherVersion<T>(int found, int needed) implements Reading<T> {
        @Override
        public <R> R fold(
                Function<Known<T>, R> known, Function<OtherVersion<T>, R> other, Function<Damaged<T>, R> damaged) {
            return other.apply(this);
        }

        @Override
        public String problem() {
            return "is of version " + found + ", this program reads version " + needed;
        }
    }

    /** Not what it should be. {@code problem}: one line. */
    public record Damaged<T>(String problem) implements Reading<T> {
        @Override
        public <R> R fold(
                Function<Known<T>, R> known, Function<OtherVersion<T>, R> other, Function<Damaged<T>, R> damaged) {
            return damaged.apply(this);
        }
    }

    /** Never throws for what stands in the text. */
    public Reading<T> read(String text) {
        OptionalInt found = new Envelope(text).number(pointer);
        if (found.isPresent() && found.getAsInt() != version) {
            return new OtherVersion<>(found.getAsInt(), version);
        }
        try {
            return new Known<>(json.read(text, type, nulls, false), List.of());
        } catch (ContractException strict) {
            return tolerantly(text);
        }
    }

    private Reading<T> tolerantly(String text) {
        try {
            T value = json.read(text, type, nulls, true);
            return new Known<>(value, json.passedOver(text, value));
        } catch (ContractException e) {
            return new Damaged<>(e.getMessage());
        }
    }
}
