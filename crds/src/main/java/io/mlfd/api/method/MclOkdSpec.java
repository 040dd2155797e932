package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Multi-view Contrastive Learning for Online Knowledge Distillation (Yang, An, Xu, ICASSP 2021, arXiv 2006.04093).
 *
 * @param branches networks of the data set's model that learn from each other
 * @param shared their first stages that are one for all of them
 * @param contrast of embeddings between branches
 * @param ensemble what the first branch learns from
 */
@ValidationRule(
        value = "!has(self.controls) || self.controls.all(a, self.controls.exists_one(b, b == a))",
        message = "controls: must differ")
@ValidationRule(
        value =
                "!has(self.controls) || !has(self.contrast) || !has(self.contrast.weight) || self.contrast.weight != 0.0"
                        + " || !self.controls.exists(c, c == 'WithoutContrast')",
        message = "controls: with contrast.weight 0 the method is WithoutContrast already; leave it out")
@ValidationRule(
        value =
                "!has(self.controls) || !has(self.ensemble) || !has(self.ensemble.weight) || self.ensemble.weight != 0.0"
                        + " || !self.controls.exists(c, c == 'WithoutEnsemble')",
        message = "controls: with ensemble.weight 0 the method is WithoutEnsemble already; leave it out")
public record MclOkdSpec(
        @Min(2)
        @Max(4)
        @JsonPropertyDescription("Networks of the data set's model that learn from each other. Default 4.")
        Integer branches,

        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
                "How many of their first stages are one for all branches; each keeps at least its last one. Default: all but the last two.")
        Integer shared,

        @JsonPropertyDescription("How embeddings are contrasted between branches.")
        Contrast contrast,

        @JsonPropertyDescription("How the first branch learns from the mean of all branches' logits.")
        Ensemble ensemble,

        @Size(max = 2)
        @JsonPropertyDescription(
                "Controls of the method's own, each with one weight 0. WithoutContrast: branches learn from labels, the first from the ensemble too. WithoutEnsemble: they learn from labels and by contrast. Default none.")
        List<Control> controls) {
    public MclOkdSpec {
        controls = controls == null ? List.of() : List.copyOf(controls);
    }

    /**
     * Embeddings of one branch against those that a memory has of another branch.
     *
     * @param negatives images of other classes an image
     * @param momentum share that a memory keeps of what it had
     */
    public record Contrast(
            @Min(0)
            @Max(1000)
            @JsonPropertyDescription(
                    "Weight of each contrast of a branch with another one; with 0 they do not learn by it. Default 0.025.")
            Double weight,

            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription(
                    "Images of other classes that each image is contrasted with; no more than the training images have. Default 256.")
            Integer negatives,

            @Min(value = 0, inclusive = false)
            @Max(100)
            @JsonPropertyDescription("Divides the similarities of embeddings. Default 0.1.")
            Double temperature,

            @Min(0)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription(
                    "Share that the memory keeps of what it had of an image when its batch has come. Default 0.5.")
            Double momentum,

            @Min(1) @Max(65536) @JsonPropertyDescription("Length of the embeddings. Default 128.")
            Integer embeddingSize) {}

    /** The mean of all branches' logits as a teacher. */
    public record Ensemble(
            @Min(0)
            @Max(1000)
            @JsonPropertyDescription(
                    "Weight of the first branch's divergence from the ensemble; with 0 it does not learn from it. Default 1.")
            Double weight,

            @Min(value = 0, inclusive = false)
            @Max(100)
            @JsonPropertyDescription("Softens both distributions of the divergence. Default 3.")
            Double temperature) {}

    /** Trainings for comparison. */
    public enum Control {
        @JsonProperty("WithoutContrast")
        WITHOUT_CONTRAST("WithoutContrast"),
        @JsonProperty("WithoutEnsemble")
        WITHOUT_ENSEMBLE("WithoutEnsemble");

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
