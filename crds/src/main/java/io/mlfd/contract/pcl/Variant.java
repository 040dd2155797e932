package io.mlfd.contract.pcl;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mlfd.result.Role;
import java.util.Optional;

/** How much of the method peers are trained with: all of it, or all but one part for comparison. */
public enum Variant {
    @JsonProperty("whole")
    WHOLE,
    @JsonProperty("without-ensemble-teacher")
    WITHOUT_ENSEMBLE_TEACHER,
    @JsonProperty("without-mean-teacher")
    WITHOUT_MEAN_TEACHER,
    @JsonProperty("one-augmentation")
    ONE_AUGMENTATION;

    /** What its first averaged peer is in comparisons; empty for the whole method. */
    public Optional<Role> control() {
        return switch (this) {
            case WHOLE -> Optional.empty();
            case WITHOUT_ENSEMBLE_TEACHER ->
                Optional.of(new Role(
                        "without-ensemble-teacher",
                        "Without ensemble teacher",
                        "EMA peer 1 of peers that do not learn from the ensemble classifier"));
            case WITHOUT_MEAN_TEACHER ->
                Optional.of(new Role(
                        "without-mean-teacher",
                        "Without mean teacher",
                        "EMA peer 1 of peers that do not learn from the EMA of each other"));
            case ONE_AUGMENTATION ->
                Optional.of(new Role(
                        "one-augmentation",
                        "One augmentation",
                        "EMA peer 1 of peers that see the images changed in the same way"));
        };
    }

    /** Whether peers learn from the ensemble classifier. */
    public boolean ensembleTeaches() {
        return this != WITHOUT_ENSEMBLE_TEACHER;
    }

    /** Whether peers learn from the running averages of each other. */
    public boolean averagesTeach() {
        return this != WITHOUT_MEAN_TEACHER;
    }

    /** Whether every peer has an augmentation of its own. */
    public boolean peersHaveViews() {
        return this != ONE_AUGMENTATION;
    }
}
