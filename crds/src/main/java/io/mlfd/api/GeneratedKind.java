package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is drawn: three label spaces that resemble nothing in each other. */
public enum GeneratedKind {
    @JsonProperty("shapes")
    SHAPES,
    @JsonProperty("textures")
    TEXTURES,
    @JsonProperty("glyphs")
    GLYPHS
}
