package io.mlfd.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlfd.api.PodSettings;

/** By which it is seen that a process was made with other settings than are wanted now. */
public final class PodDigest {
    /** Without what is not said, so that a release with more fields gives the same. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
            .build();

    private static final int LENGTH = 16;

    private PodDigest() {}

    /** SHA-256 of the settings as they take effect, its first hexadecimal digits. */
    public static String of(PodSettings settings) {
        try {
            return PlanKeys.hash(MAPPER.writeValueAsString(settings)).substring(0, LENGTH);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings that were read can be written", e);
        }
    }
}
