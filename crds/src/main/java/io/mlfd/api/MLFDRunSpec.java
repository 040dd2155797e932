package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/**
 * What a run is. After its start only {@code suspend}, {@code parallelism}, {@code retries}, {@code timeouts} and
 * {@code retention} may change.
 *
 * @param suspend stops active stages, which write a checkpoint; finished ones are kept
 * @param data where data sets are read from
 * @param seeds the whole run once per seed
 * @param baselines controls to train beside the students
 * @param parallelism stages at once
 */
@ValidationRule(
        value = "!has(self.method.mlfd) || size(self.datasets) >= 2",
        message = "datasets: MLFD fuses the experts of at least two data sets")
@ValidationRule(
        value = "self.datasets.all(a, self.datasets.exists_one(b, b.name == a.name))",
        message = "datasets: names must differ")
@ValidationRule(
        value = "!has(self.seeds) || self.seeds.all(a, self.seeds.exists_one(b, b == a))",
        message = "seeds: must differ")
public record MLFDRunSpec(
        Boolean suspend,
        DataVolume data,
        @Required @Size(min = 1, max = 16) List<Dataset> datasets,
        @Required Input input,
        @Required TrainingSpec training,
        @Size(min = 1, max = 10) List<@Min(0) Long> seeds,
        @Required MethodSpec method,
        @Size(max = 2) List<Baseline> baselines,
        Storage storage,
        Stages stages,
        PodSettings pod,
        @Min(1) @Max(64) Integer parallelism,
        Retries retries,
        Timeouts timeouts,
        Retention retention) {
    /** A length of time as Kubernetes writes it: 90s, 10m, 1h30m. */
    public static final String DURATION = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?$";

    public MLFDRunSpec {
        datasets = datasets == null ? List.of() : List.copyOf(datasets);
        seeds = seeds == null ? List.of() : List.copyOf(seeds);
        baselines = baselines == null ? List.of() : List.copyOf(baselines);
    }

    /** The claim that data sets without one of their own are read from, mounted read-only. */
    public record DataVolume(
            @Required @Size(min = 1, max = 253) String claimName) {}

    /** @param size pixels on each side that images are brought to */
    public record Input(@Required @Min(8) @Max(512) Integer size) {}

    /** Controls that show what the joint teacher is worth. */
    public enum Baseline {
        /** Each network trained on the union of all data sets. */
        @JsonProperty("Joint")
        JOINT,
        /** Each student distilled from its own data set's expert alone. */
        @JsonProperty("OwnTeacher")
        OWN_TEACHER
    }

    /** Where checkpoints and results lie: a claim made for this run, or an existing one. */
    @ValidationRule(
            value = "has(self.claimName) != has(self.size)",
            message = "exactly one of claimName (an existing claim) and size (a claim made for the run)")
    @ValidationRule(
            value = "!has(self.claimName) || (!has(self.storageClassName) && !has(self.accessModes))",
            message = "storageClassName, accessModes: an existing claim has its own")
    public record Storage(
            @Size(min = 1, max = 253) String claimName,
            Quantity size,
            @Size(min = 1, max = 253) String storageClassName,

            @Size(min = 1, max = 1)
            List<@Pattern("^(ReadWriteOnce|ReadWriteMany|ReadWriteOncePod)$") String> accessModes) {
        public Storage {
            accessModes = accessModes == null ? List.of() : List.copyOf(accessModes);
        }
    }

    /** Pod settings per kind of stage, over those of the run. */
    public record Stages(
            StageSettings teacher,
            StageSettings joint,
            StageSettings distill,
            StageSettings baseline,
            StageSettings report) {}

    public record StageSettings(PodSettings pod) {}

    /**
     * @param failures attempts that may fail, per stage
     * @param disruptions attempts that may be lost to preemption, eviction or node loss, per stage
     */
    public record Retries(
            @Min(0) @Max(100) Integer failures,
            @Min(0) @Max(1000) Integer disruptions,
            Backoff backoff) {}

    /** Wait before an attempt after a failure: doubles from {@code initial} to {@code max}. */
    public record Backoff(
            @Pattern(DURATION) @Size(min = 2, max = 24) String initial,
            @Pattern(DURATION) @Size(min = 2, max = 24) String max) {}

    /**
     * @param pending how long a stage may wait for its pod to run
     * @param stage how long one attempt may run
     * @param run how long the run may take, counted from its start
     */
    public record Timeouts(
            @Pattern(DURATION) @Size(min = 2, max = 24) String pending,
            @Pattern(DURATION) @Size(min = 2, max = 24) String stage,
            @Pattern(DURATION) @Size(min = 2, max = 24) String run) {}

    /** @param onDelete what becomes of the claim that was made for the run when the run is deleted */
    public record Retention(OnDelete onDelete) {}

    public enum OnDelete {
        @JsonProperty("Delete")
        DELETE,
        @JsonProperty("Keep")
        KEEP
    }
}
