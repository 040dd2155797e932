package io.mlfd.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.OptionalInt;

/** The few fields of a JSON text that mean the same in every version of it. Whatever else stands there is not looked at. */
public final class Envelope {
    private final ObjectReader reader = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final String json;

    /** @param json need not be whole */
    public Envelope(String json) {
        this.json = json;
    }

    /**
     * A whole number; empty where there is none.
     *
     * @param pointer JSON pointer, as in {@code /version}
     */
    public OptionalInt number(String pointer) {
        JsonNode value = value(pointer);
        return value.isInt() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    /**
     * A text; empty where there is none.
     *
     * @param pointer JSON pointer, as in {@code /stage}
     */
    public Optional<String> text(String pointer) {
        return Optional.ofNullable(value(pointer).textValue());
    }

    private JsonNode value(String pointer) {
        try {
            JsonNode value = reader.at(JsonPointer.compile(pointer)).readValue(json);
            return value == null ? MissingNode.getInstance() : value;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
