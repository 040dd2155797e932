package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.mlfd.api.Dataset;
import java.util.List;

/**
 * Mutual Contrastive Learning for visual representation learning (Yang, An, Cai, Xu, AAAI 2022, arXiv 2104.12565).
 *
 * @param peers networks of the data set's model that learn from each other
 * @param networks different networks in the place of peers
 * @param contrast of the embeddings of a batch
 */
@ValidationRule(
        value = "!has(self.networks) || !has(self.peers)",
        message = "networks: different networks are counted; leave out peers")
@ValidationRule(
        value = "!has(self.controls) || self.controls.all(a, self.controls.exists_one(b, b == a))",
        message = "controls: must differ")
@ValidationRule(
        value = "!has(self.controls) || !has(self.contrast)"
                + " || !has(self.contrast.interactiveWeight) || self.contrast.interactiveWeight != 0.0"
                + " || !has(self.contrast.softVanillaWeight) || self.contrast.softVanillaWeight != 0.0"
                + " || !has(self.contrast.softInteractiveWeight) || self.contrast.softInteractiveWeight != 0.0"
                + " || !self.controls.exists(c, c == 'WithoutInteraction')",
        message = "controls: without weights of interaction the method is WithoutInteraction already; leave it out")
@ValidationRule(
        value = "!has(self.controls) || !has(self.contrast)"
                + " || !has(self.contrast.vanillaWeight) || self.contrast.vanillaWeight != 0.0"
                + " || !has(self.contrast.interactiveWeight) || self.contrast.interactiveWeight != 0.0"
                + " || !has(self.contrast.softVanillaWeight) || self.contrast.softVanillaWeight != 0.0"
                + " || !has(self.contrast.softInteractiveWeight) || self.contrast.softInteractiveWeight != 0.0"
                + " || !self.controls.exists(c, c == 'WithoutContrast')",
        message = "controls: with all weights of contrast 0 the method is WithoutContrast already; leave it out")
@ValidationRule(
        value = "!has(self.controls) || self.controls.size() < 2 || !has(self.contrast)"
                + " || !has(self.contrast.vanillaWeight) || self.contrast.vanillaWeight != 0.0",
        message = "controls: with contrast.vanillaWeight 0 both are the same; name one")
public record MclSpec(
        @Min(2)
        @Max(4)
        @JsonPropertyDescription("Networks of the data set's model that learn from each other. Default 2.")
        Integer peers,

        @Size(min = 2, max = 4)
        @JsonPropertyDescription("Different networks in the place of peers; the first is each data set's own model.")
        List<Dataset.Model> networks,

        @JsonPropertyDescription("How the embeddings of a batch are contrasted, within a network and between two.")
        Contrast contrast,

        @Size(max = 2)
        @JsonPropertyDescription(
                "Controls of the method's own. WithoutContrast: the networks learn from labels only, in the same batches. WithoutInteraction: each is contrasted within itself only. Default none.")
        List<Control> controls) {
    public MclSpec {
        networks = networks == null ? List.of() : List.copyOf(networks);
        controls = controls == null ? List.of() : List.copyOf(controls);
    }

    /** Weights are those of each network or pair of networks. */
    public record Contrast(
            @Min(0) @Max(1000) @JsonPropertyDescription("Weight of the contrast within a network. Default 0.1.")
            Double vanillaWeight,

            @Min(0)
            @Max(1000)
            @JsonPropertyDescription("Weight of the contrast of a network's embeddings with another's. Default 0.1.")
            Double interactiveWeight,

            @Min(0)
            @Max(1000)
            @JsonPropertyDescription(
                    "Weight of the divergence of a network's similarities from those within another one. Default 1.")
            Double softVanillaWeight,

            @Min(0)
            @Max(1000)
            @JsonPropertyDescription(
                    "Weight of the divergence of a network's similarities with another one from the other's with it. Default 1.")
            Double softInteractiveWeight,

            @Min(value = 0, inclusive = false)
            @Max(100)
            @JsonPropertyDescription("Divides the similarities of embeddings. Default 0.1.")
            Double temperature,

            @Min(value = 0, inclusive = false)
            @Max(100)
            @JsonPropertyDescription(
                    "Softens both distributions of each divergence, beside the similarities' own temperature. Default 3.")
            Double softTemperature,

            @Min(1) @Max(65536) @JsonPropertyDescription("Length of the embeddings. Default 128.")
            Integer embeddingSize) {}

    /** Trainings for comparison. */
    public enum Control {
        @JsonProperty("WithoutContrast")
        WITHOUT_CONTRAST("WithoutContrast"),
        @JsonProperty("WithoutInteraction")
        WITHOUT_INTERACTION("WithoutInteraction");

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
