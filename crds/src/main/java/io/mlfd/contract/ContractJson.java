package io.mlfd.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.ArrayList;
import java.util.List;

/**
 * The contract's JSON, both ways. Writing is canonical (sorted keys, no white space), so that a hash of it is a hash of
 * the value; reading refuses unknown, missing and duplicate fields. Only components that {@link LeftOutComponents} describes
 * may be missing.
 */
public final class ContractJson {
    private final JsonMapper mapper = mapper();

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .annotationIntrospector(new LeftOutComponents())
                .injectableValues(LeftOutComponents.empty())
                .addModule(new Jdk8Module())
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
        mapper.registerSubtypes(Works.ALL.toArray(Class<?>[]::new));
        return mapper;
    }

    /** @throws ContractException when the value cannot be written, a defect of this program */
    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new ContractException(
                    "cannot write " + value.getClass().getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** @throws ContractException in one line, when the text is not a {@code type} */
    public <T> T read(String json, Class<T> type) {
        return read(json, mapper.readerFor(type), type);
    }

    /**
     * Like {@link #read(String, Class)}.
     *
     * @param nulls whether components of records may be null, or missing, which is the same
     * @param more whether there may be fields that the type does not have
     */
    <T> T read(String json, Class<T> type, boolean nulls, boolean more) {
        ObjectReader reader = mapper.readerFor(type);
        reader = nulls
                ? reader.without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                : reader.with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
        reader = more ? reader.without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) : reader;
        return read(json, reader, type);
    }

    /** The fields of a text that a value which was read from it does not have, as in {@code scores[0].metric}. */
    List<String> passedOver(String json, Object value) {
        try {
            List<String> paths = new ArrayList<>();
            passedOver("", mapper.readTree(json), mapper.valueToTree(value), paths);
            return paths;
        } catch (JsonProcessingException e) {
            throw new ContractException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void passedOver(String path, JsonNode written, JsonNode read, List<String> paths) {
        for (int i = 0; i < (written.isArray() ? written.size() : 0); i++) {
            passedOver(path + "[" + i + "]", written.get(i), read.path(i), paths);
        }
        written.properties().forEach(field -> {
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (read.has(field.getKey())) {
                passedOver(name, field.getValue(), read.get(field.getKey()), paths);
            } else {
                paths.add(name);
            }
        });
    }

    private static <T> T read(String json, ObjectReader reader, Class<T> type) {
        try {
            T value = reader.readValue(json);
            if (value == null) {
                throw new ContractException("not a " + type.getSimpleName() + ": null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new ContractException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** A text that does not follow the contract. The message is one line, though it may quote the text. */
    public static final class ContractException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ContractException(String message) {
            super(ControlCharacters.escaped(message));
        }

        ContractException(String message, Throwable cause) {
            super(ControlCharacters.escaped(message), cause);
        }
    }
}
