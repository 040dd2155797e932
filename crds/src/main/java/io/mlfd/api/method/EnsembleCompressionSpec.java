package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Online Ensemble Model Compression (Walawalkar, Shen, Savvides, ECCV 2020).
 *
 * @param widthFractions widths of the students, of that of the data set's model
 * @param temperature of both sides of each divergence
 * @param weights of the loss terms
 */
@ValidationRule(
        value = "!has(self.widthFractions) || double(self.widthFractions[0]) == 1.0",
        message = "widthFractions: the first is 1, the data set's own model")
@ValidationRule(
        value = "!has(self.widthFractions) || self.widthFractions.all(a, self.widthFractions.exists_one(b, b == a))",
        message = "widthFractions: must differ")
public record EnsembleCompressionSpec(
        @Size(min = 2, max = 8)
        @JsonPropertyDescription(
                "Widths of the students, from the widest to the narrowest, as fractions of that of the data set's model, rounded to whole channels; the first is 1. Default [1, 0.8, 0.6, 0.4, 0.2].")
        List<@Min(value = 0, inclusive = false) @Max(1) Double> widthFractions,

        @Min(value = 0, inclusive = false)
        @Max(100)
        @JsonPropertyDescription("Softens both distributions of each divergence from the ensemble. Default 2.")
        Double temperature,

        @JsonPropertyDescription("Weights of the loss terms. Default 0.7, 0.15, 0.15.")
        Weights weights) {
    public EnsembleCompressionSpec {
        widthFractions = widthFractions == null ? List.of() : List.copyOf(widthFractions);
    }

    /** Weights of every student's loss terms. */
    public record Weights(
            @Required
            @Min(value = 0, inclusive = false)
            @Max(1000)
            @JsonPropertyDescription("Cross-entropy with labels; nothing else sees them.")
            Double hard,

            @Required
            @Min(0)
            @Max(1000)
            @JsonPropertyDescription(
                    "Sum over stages of the mean squared error between adapted maps and those of the widest student.")
            Double features,

            @Required
            @Min(0)
            @Max(1000)
            @JsonPropertyDescription("Divergence from the ensemble, times temperature squared.")
            Double soft) {}
}
