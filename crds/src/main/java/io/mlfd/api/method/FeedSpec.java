package io.mlfd.api.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.mlfd.api.TrainingSpec;
import java.util.List;

/**
 * Feature-level Ensemble for knowledge Distillation (Park and Kwak 2019, arXiv 1909.10754).
 *
 * @param teachers experts of each data set that its student learns from at once
 * @param links students of each data set that learn one from the other
 * @param beta weight of each teacher's term
 * @param level depth of the maps, counted from the end
 */
@ValidationRule(
        value = "!has(self.teachers) || self.mode == 'Parallel'",
        message = "teachers: only Parallel has several; leave it out")
@ValidationRule(
        value = "!has(self.links) || self.mode == 'Sequential'",
        message = "links: only Sequential has them; leave it out")
@ValidationRule(
        value = "!has(self.controls) || self.controls.all(a, self.controls.exists_one(b, b == a))",
        message = "controls: must differ")
@ValidationRule(
        value = "!has(self.controls) || self.mode == 'Parallel' || !self.controls.exists(c, c == 'SingleTeacher')",
        message = "controls: the first link is Sequential's SingleTeacher; leave it out")
@ValidationRule(
        value = "!has(self.factorTransfer) || (has(self.controls)"
                + " && self.controls.exists(c, c == 'FactorTransfer'))",
        message = "factorTransfer: controls do not name FactorTransfer")
public record FeedSpec(
        @Required
        @JsonPropertyDescription(
                "Parallel: several teachers at once, each through a translator of its own. Sequential: a chain of students, each of which learns from the one before.")
        Mode mode,

        @Min(1) @Max(16) @JsonPropertyDescription("Teachers of each data set. Parallel only. Default 3.")
        Integer teachers,

        @Min(1) @Max(16) @JsonPropertyDescription("Students of each data set's chain. Sequential only. Default 3.")
        Integer links,

        @Min(value = 0, inclusive = false)
        @Max(1000000)
        @JsonPropertyDescription(
                "Weight of each teacher's term: the mean over all elements of the absolute differences of unit vectors, about 1/sqrt(elements). Default 500.")
        Double beta,

        @Pattern("^last(-[1-9])?$")
        @Size(max = 6)
        @JsonPropertyDescription("Depth of the maps, counted from the end: last, last-1 and so on. Default last.")
        String level,

        @JsonPropertyDescription("Overrides spec.training for students and for their controls, Alone among them.")
        TrainingSpec training,

        @Size(max = 2)
        @JsonPropertyDescription(
                "Controls of the method's own. SingleTeacher: the student from the first teacher only. FactorTransfer: the student from factors of the first teacher's maps. Default none.")
        List<Control> controls,

        @JsonPropertyDescription("The FactorTransfer control.")
        FactorTransfer factorTransfer) {
    public FeedSpec {
        controls = controls == null ? List.of() : List.copyOf(controls);
    }

    /** How several teachers come to bear on one student. */
    public enum Mode {
        @JsonProperty("Parallel")
        PARALLEL,
        @JsonProperty("Sequential")
        SEQUENTIAL
    }

    /** Students that are trained for comparison. */
    public enum Control {
        @JsonProperty("SingleTeacher")
        SINGLE_TEACHER("SingleTeacher"),
        @JsonProperty("FactorTransfer")
        FACTOR_TRANSFER("FactorTransfer");

        private final String label;

        Control(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** @param rate channels of the factors, as a share of those of the maps */
    @ValidationRule(
            value = "!has(self.paraphraser) || !has(self.paraphraser.labelSmoothing)",
            message = "paraphraser.labelSmoothing: it learns from maps, without labels; leave it out")
    @ValidationRule(
            value = "!has(self.paraphraser) || !has(self.paraphraser.classWeights)",
            message = "paraphraser.classWeights: it learns from maps, without labels; leave it out")
    public record FactorTransfer(
            @Min(value = 0, inclusive = false)
            @Max(4)
            @JsonPropertyDescription(
                    "Paraphrase rate: channels of the factors, as a share of those of the teacher's maps, rounded up. Default 0.5.")
            Double rate,

            @JsonPropertyDescription("Overrides the student's settings for the paraphraser. Default: 5 epochs.")
            TrainingSpec paraphraser) {}
}
