package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Peer Collaborative Learning (Wu and Gong, AAAI 2021, arXiv 2006.04147).
 *
 * @param peers networks of the data set's model that learn from their ensemble and from each other's running averages
 * @param shared their first stages that are one for all of them
 * @param temperature of both divergences
 * @param weight of both divergences
 * @param ramp how the divergences come in
 * @param averageDecay of the running averages
 */
@ValidationRule(
        value = "!has(self.controls) || self.controls.all(a, self.controls.exists_one(b, b == a))",
        message = "controls: must differ")
public record PclSpec(
        @Min(2)
        @Max(4)
        @JsonPropertyDescription("Networks of the data set's model that learn from each other. Default 3.")
        Integer peers,

        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
                "How many of their first stages are one for all peers; each keeps at least its last one. Default: all but the last.")
        Integer shared,

        @Min(value = 0, inclusive = false)
        @Max(100)
        @JsonPropertyDescription("Softens both distributions of each divergence. Default 3.")
        Double temperature,

        @Min(value = 0, inclusive = false)
        @Max(1000)
        @JsonPropertyDescription(
                "Weight of the divergence from the ensemble classifier, and of the mean divergence from the other peers' running averages. Default 1.")
        Double weight,

        @JsonPropertyDescription("How the weight of the divergences rises.")
        Ramp ramp,

        @Min(0)
        @Max(value = 1, inclusive = false)
        @JsonPropertyDescription(
                "What the peers' running averages keep of themselves in a step, at most; they begin as plain means over all steps. Default 0.999.")
        Double averageDecay,

        @Size(max = 3)
        @JsonPropertyDescription(
                "Controls of the method's own. WithoutEnsembleTeacher: peers do not learn from the ensemble classifier. WithoutMeanTeacher: they do not learn from each other's running averages. OneAugmentation: all see the images changed in the same way. Default none.")
        List<Control> controls) {
    public PclSpec {
        controls = controls == null ? List.of() : List.copyOf(controls);
    }

    /** Trainings that lack one part of the method. */
    public enum Control {
        @JsonProperty("WithoutEnsembleTeacher")
        WITHOUT_ENSEMBLE_TEACHER("WithoutEnsembleTeacher"),
        @JsonProperty("WithoutMeanTeacher")
        WITHOUT_MEAN_TEACHER("WithoutMeanTeacher"),
        @JsonProperty("OneAugmentation")
        ONE_AUGMENTATION("OneAugmentation");

        private final String label;

        Control(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }
}
