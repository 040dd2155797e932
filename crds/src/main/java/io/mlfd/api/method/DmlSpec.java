package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.mlfd.api.Dataset;
import java.util.List;

/**
 * Deep Mutual Learning (Zhang, Xiang, Hospedales, Lu, CVPR 2018).
 *
 * @param peers networks of the data set's model that learn from each other
 * @param networks different networks in the place of peers
 * @param temperature of both distributions of each divergence
 * @param weight of the mean divergence from the other networks
 */
@ValidationRule(
        value = "!has(self.networks) || !has(self.peers)",
        message = "networks: different networks are counted; leave out peers")
public record DmlSpec(
        @Min(2)
        @Max(4)
        @JsonPropertyDescription("Networks of the data set's model that learn from each other. Default 2.")
        Integer peers,

        @Size(min = 2, max = 4)
        @JsonPropertyDescription("Different networks in the place of peers; the first is each data set's own model.")
        List<Dataset.Model> networks,

        @Min(value = 0, inclusive = false)
        @Max(100)
        @JsonPropertyDescription("Softens both distributions of each divergence. Default 1.")
        Double temperature,

        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
                "Weight of the mean divergence from the other networks; with 0 each learns from labels only. Default 1.")
        Double weight) {
    public DmlSpec {
        networks = networks == null ? List.of() : List.copyOf(networks);
    }
}
