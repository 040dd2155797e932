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
 * Online Adversarial Feature map Distillation (Chung, Park, Kim, Kwak, ICML 2020).
 *
 * @param peers networks of the data set's model that learn from each other
 * @param networks different networks in the place of peers
 * @param temperature of both distributions of each divergence
 * @param weight of the divergence from the network before
 * @param adversarial how discriminators learn, and networks from them
 */
@ValidationRule(
        value = "!has(self.networks) || !has(self.peers)",
        message = "networks: different networks are counted; leave out peers")
@ValidationRule(
        value = "!has(self.controls) || self.controls.all(a, self.controls.exists_one(b, b == a))",
        message = "controls: must differ")
@ValidationRule(
        value = "!has(self.controls) || !self.controls.exists(c, c == 'AllPairs')"
                + " || (has(self.peers) && self.peers > 2) || (has(self.networks) && self.networks.size() > 2)",
        message = "controls: the ring of two networks is AllPairs already; leave it out")
public record AfdSpec(
        @Min(2)
        @Max(4)
        @JsonPropertyDescription("Networks of the data set's model that learn from each other in a ring. Default 2.")
        Integer peers,

        @Size(min = 2, max = 4)
        @JsonPropertyDescription("Different networks in the place of peers; the first is each data set's own model.")
        List<Dataset.Model> networks,

        @Min(value = 0, inclusive = false)
        @Max(100)
        @JsonPropertyDescription("Softens both distributions of each divergence. Default 3.")
        Double temperature,

        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
                "Weight of the divergence from the network before; with 0 only maps pass from one to the other. Default 1.")
        Double weight,

        @JsonPropertyDescription("The phase of the maps, which follows that of the logits in every step.")
        Adversarial adversarial,

        @Size(max = 3)
        @JsonPropertyDescription(
                "Controls of the method's own. LogitsOnly: without the phase of the maps. DirectAlignment: the mean absolute difference of maps in the place of discriminators. AllPairs: each network from all others, for more than two. Default none.")
        List<Control> controls) {
    public AfdSpec {
        networks = networks == null ? List.of() : List.copyOf(networks);
        controls = controls == null ? List.of() : List.copyOf(controls);
    }

    /**
     * Settings of two optimisers, that of the networks' extractors with their transfer layers and that of the discriminators.
     *
     * @param learningRate the highest; it moves by the schedule of the training
     * @param weightDecay decoupled
     */
    public record Adversarial(
            @Min(value = 0, inclusive = false)
            @Max(1000)
            @JsonPropertyDescription(
                    "Peak learning rate of extractors and of discriminators, each with an AdamW of its own. Default 2e-5.")
            Double learningRate,

            @Min(0)
            @Max(1000)
            @JsonPropertyDescription("Decoupled weight decay of both. Default 0, with which AdamW is Adam.")
            Double weightDecay) {}

    /** Groups of networks that are trained for comparison. */
    public enum Control {
        @JsonProperty("LogitsOnly")
        LOGITS_ONLY("LogitsOnly"),
        @JsonProperty("DirectAlignment")
        DIRECT_ALIGNMENT("DirectAlignment"),
        @JsonProperty("AllPairs")
        ALL_PAIRS("AllPairs");

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
