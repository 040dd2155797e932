package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of stages of a run. */
public enum StageKind {
    @JsonProperty("teacher")
    TEACHER("teacher"),
    @JsonProperty("joint")
    JOINT("joint"),
    @JsonProperty("distill")
    DISTILL("distill"),
    /** Networks that learn from each other in one stage. */
    @JsonProperty("online")
    ONLINE("online"),
    @JsonProperty("baseline")
    BASELINE("baseline"),
    @JsonProperty("report")
    REPORT("report");

    private final String label;

    StageKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
