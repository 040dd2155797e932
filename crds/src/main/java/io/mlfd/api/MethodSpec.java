package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Exactly one distillation method. */
@ValidationRule(value = "has(self.mlfd)", message = "method: name one; there is mlfd")
public record MethodSpec(Mlfd mlfd) {
    /**
     * Multi-Level Feature Distillation of joint teachers (Iordache, Alexe, Ionescu, WACV 2025).
     *
     * @param levels depths at which maps are fused and distilled, counted from the end: last-1, last, embedding
     */
    public record Mlfd(
            @Size(min = 1, max = 10) List<@Pattern(Mlfd.LEVEL) @Size(max = 9) String> levels,
            Joint joint,
            Distillation distillation) {
        static final String LEVEL = "^(last(-[1-9])?|embedding)$";

        public Mlfd {
            levels = levels == null ? List.of() : List.copyOf(levels);
        }
    }

    /**
     * @param trunk whether adaptors and trunk are one for all data sets
     * @param experts whose maps a data set's joint teacher fuses
     * @param adaptorWidth channels that each expert's maps are brought to before fusion
     * @param dropout in front of the classifier
     */
    public record Joint(
            Trunk trunk,
            Experts experts,
            @Min(1) @Max(8192) Integer adaptorWidth,
            @Min(0) @Max(value = 1, inclusive = false) Double dropout,
            TrainingSpec training) {}

    /** The joint teacher's shape. */
    public enum Trunk {
        /** Adaptors and trunk shared, a neck and a head per data set: the paper's wording. */
        @JsonProperty("Shared")
        SHARED,
        /** One joint teacher per data set: the authors' code. */
        @JsonProperty("PerDataset")
        PER_DATASET
    }

    /** Whose maps are fused. */
    public enum Experts {
        @JsonProperty("All")
        ALL,
        /** Without the data set's own expert ("blind"). */
        @JsonProperty("Others")
        OTHERS
    }

    public record Distillation(
            @Min(value = 0, inclusive = false) @Max(100) Double temperature, Weights weights, TrainingSpec training) {}

    /** Weights of the student's loss terms. */
    @ValidationRule(
            value = "double(self.soft) + double(self.features) + double(self.hard) > 0.0",
            message = "weights: all are zero, nothing would be learnt")
    public record Weights(
            @Required @Min(0) @Max(1000) Double soft,
            @Required @Min(0) @Max(1000) Double features,
            @Required @Min(0) @Max(1000) Double hard) {}
}
