package io.mlfd.contract;

import com.fasterxml.jackson.core.JsonPointer;
import io.mlfd.contract.ContractJson.ContractException;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads what another release may have written: its version before anything else, so that a record which has changed is told from a
 * damaged one. Within a version a later release may add fields; they are passed over and named.
 */
public final class VersionedJson<T> {
    private static final JsonPointer VERSION = JsonPointer.compile("/version");

    private final ContractJson json = new ContractJson();
    private final Class<T> type;
    private final JsonPointer field;
    private final int version;
    private final boolean nulls;

    private VersionedJson(Class<T> type, JsonPointer field, int version, boolean nulls) {
        this.type = type;
        this.field = field;
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

    /** Likewise, with the version elsewhere. */
    public static <T> VersionedJson<T> of(Class<T> type, JsonPointer field, int version) {
        return new VersionedJson<>(type, field, version, false);
    }

    /** For a record that holds a Kubernetes resource or a part of one: what is absent there is null. */
    public static <T> VersionedJson<T> withResource(Class<T> type, int version) {
        return new VersionedJson<>(type, VERSION, version, true);
    }

    /** What came of it. */
    public sealed interface Reading<T> {
        /** Whatever it is, in one type. */
        <R> R fold(Function<Known<T>, R> known, Function<OtherVersion<T>, R> other, Function<Damaged<T>, R> damaged);
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
    }

    /** Of a version that this program does not read. */
    public record OtherVersion<T>(int found, int needed) implements Reading<T> {
        @Override
        public <R> R fold(
                Function<Known<T>, R> known, Function<OtherVersion<T>, R> other, Function<Damaged<T>, R> damaged) {
            return other.apply(this);
        }

        /** As in "is of version 2, this program reads version 1". */
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
        OptionalInt found = new Envelope(text).number(field);
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
