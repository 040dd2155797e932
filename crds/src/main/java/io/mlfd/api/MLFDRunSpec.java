package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;

/**
 * What a run is. After its start only {@code suspend}, {@code rerun}, {@code queue}, {@code parallelism}, {@code retries},
 * {@code timeouts} and {@code retention} may change, and {@code pod} and {@code stages} where no stage runs that they concern.
 *
 * @param suspend stops active stages, which write a checkpoint; finished ones are kept
 * @param rerun which stages are to run again
 * @param data where data sets are read from
 * @param seeds the whole run once per seed
 * @param baselines controls to train beside the students
 * @param parallelism stages at once
 */
@ValidationRule(
        value = "self.datasets.all(a, self.datasets.exists_one(b, b.name == a.name))",
        message = "datasets: names must differ")
@ValidationRule(
        value = "!has(self.seeds) || self.seeds.all(a, self.seeds.exists_one(b, b == a))",
        message = "seeds: must differ")
@ValidationRule(
        value = MLFDRunSpec.UNCROPPED + "self.training.augmentation.crop <= self.input.size",
        message = "training.augmentation.crop" + MLFDRunSpec.WIDE)
@ValidationRule(
        value = "self.datasets.all(d, !has(d.teacher) || !has(d.teacher.training)"
                + " || !has(d.teacher.training.augmentation) || !has(d.teacher.training.augmentation.crop)"
                + " || d.teacher.training.augmentation.crop <= self.input.size)",
        message = "datasets: teacher.training.augmentation.crop" + MLFDRunSpec.WIDE)
@ValidationRule(
        value = "self.datasets.all(d, !has(d.student) || !has(d.student.training)"
                + " || !has(d.student.training.augmentation) || !has(d.student.training.augmentation.crop)"
                + " || d.student.training.augmentation.crop <= self.input.size)",
        message = "datasets: student.training.augmentation.crop" + MLFDRunSpec.WIDE)
@ValidationRule(
        value = "has(self.method.mlfd)"
                + " || self.datasets.all(d, !has(d.student) && (!has(d.teacher) || !has(d.teacher.model)))",
        message = "datasets: only mlfd has student and teacher.model; others train the data set's network")
@ValidationRule(
        value =
                "!has(self.method.mlfd) || self.datasets.exists(d, !has(d.student) || !has(d.student.none) || !d.student.none)",
        message = "datasets: none has a student")
@ValidationRule(
        value =
                "(!has(self.training.ema) && !has(self.training.accumulate)) || has(self.method.mlfd) || has(self.method.feed)",
        message =
                "training: networks that learn from each other are trained without ema and accumulate; leave them out")
@ValidationRule(
        value = MLFDRunSpec.UNMIXED + "(!has(self.method.mcl) && !has(self.method.mclOkd))",
        message = "training.augmentation: mcl and mclOkd tell images by their class; leave mixup and cutMix out")
@ValidationRule(
        value = MLFDRunSpec.UNMIXED + "!has(self.method.mlfd) || (has(self.method.mlfd.distillation)"
                + " && has(self.method.mlfd.distillation.training)"
                + " && has(self.method.mlfd.distillation.training.augmentation))"
                + " || self.datasets.all(d, has(d.student) && ((has(d.student.none) && d.student.none)"
                + " || (has(d.student.training) && has(d.student.training.augmentation))))",
        message =
                "training.augmentation: students of mlfd learn what is known of images as they are; leave mixup and cutMix"
                        + " out, or name an augmentation without them in method.mlfd.distillation.training")
public record MLFDRunSpec(
        @JsonPropertyDescription(
                "Stops active stages, which write a checkpoint first; finished stages are kept. Default false.")
        Boolean suspend,

        @JsonPropertyDescription("Lets a run go on in which a stage has failed, or runs stages again.")
        Rerun rerun,

        @JsonPropertyDescription(
                "The claim that data sets without one of their own are read from. Needed on a cluster as soon as a data set is an imageFolder.")
        DataVolume data,

        @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription("The data sets, each with a label space of its own.")
        List<Dataset> datasets,

        @Required @JsonPropertyDescription("What networks are given.")
        Input input,

        @Required @JsonPropertyDescription("Defaults of every stage. A stage or a data set may override any field.")
        TrainingSpec training,

        @Size(min = 1, max = 10) @JsonPropertyDescription("The whole run once per seed. Default [0].")
        List<@Min(0) Long> seeds,

        @Required @JsonPropertyDescription("The distillation method: exactly one.")
        MethodSpec method,

        @Size(max = 3)
        @JsonPropertyDescription(
                "Controls to train beside what the method trains. Joint: each network trained on the union of all data sets. OwnTeacher: each student distilled from its own expert alone. Alone: each network trained with labels only. Default none.")
        List<Baseline> baselines,

        @JsonPropertyDescription(
                "Where checkpoints and results lie: a claim made for the run, or an existing one. Default: a claim of 10Gi.")
        Storage storage,

        @JsonPropertyDescription("Pod settings per kind of stage, over those of the run.")
        Stages stages,

        @JsonPropertyDescription("Pod settings of every stage.")
        PodSettings pod,

        @JsonPropertyDescription(
                "The queue that the stages' Jobs are handed to (Kueue). Time in a queue counts for no limit but timeouts.run. May change at any time: Jobs that wait move to the other queue, those that run stay where they are until they end. Default: no queue is named.")
        Queue queue,

        @Min(1) @Max(64) @JsonPropertyDescription("Stages at once. Default 4.")
        Integer parallelism,

        @JsonPropertyDescription("How often a stage is tried again.")
        Retries retries,

        @JsonPropertyDescription("How long things may take.")
        Timeouts timeouts,

        @JsonPropertyDescription("What becomes of files and objects when the run is deleted.")
        Retention retention) {
    static final String UNCROPPED = "!has(self.training.augmentation) || !has(self.training.augmentation.crop) || ";
    static final String UNMIXED = "!has(self.training.augmentation)"
            + " || (!has(self.training.augmentation.mixup) && !has(self.training.augmentation.cutMix)) || ";
    static final String WIDE = ": is more than input.size, a view might show nothing of the image";

    /** A length of time as Kubernetes writes it: 90s, 10m, 1h30m. */
    public static final String DURATION = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,8}s)?$";

    /** A name that Kubernetes takes as one of an object and as a label's value. */
    static final String NAME = "^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$";

    static final int MOST_TOKEN = 64;

    static final String ABOVE_ZERO = "duration(self) > duration('0s')";
    static final String NO_TIME = "must be above zero";

    public MLFDRunSpec {
        datasets = datasets == null ? List.of() : List.copyOf(datasets);
        seeds = seeds == null ? List.of() : List.copyOf(seeds);
        baselines = baselines == null ? List.of() : List.copyOf(baselines);
    }

    /**
     * What is to be run again. Carried out once for each token.
     *
     * @param token any text that was not used before
     * @param stages names as in {@code status.stages}; all that failed where none is named
     */
    public record Rerun(
            @Required
            @Size(min = 1, max = MOST_TOKEN)
            @JsonPropertyDescription("Any text that differs from those before: each is carried out once.")
            String token,

            @Size(min = 1, max = 64)
            @JsonPropertyDescription(
                    "Names of stages as in status.stages, which are started again whether they were done or had failed. Default: every stage that has failed.")
            List<@Size(min = 1, max = 128) String> stages) {
        public Rerun {
            stages = stages == null ? List.of() : List.copyOf(stages);
        }
    }

    /** The claim that data sets without one of their own are read from, mounted read-only. */
    public record DataVolume(
            @JsonPropertyDescription("Name of a PersistentVolumeClaim in the same namespace; mounted read-only.")
            @Required
            @Size(min = 1, max = 253)
            String claimName) {}

    /** @param size pixels on each side that images are brought to */
    public record Input(
            @Required @Min(8) @Max(512) @JsonPropertyDescription("Pixels on each side that images are brought to.")
            Integer size) {}

    /** Controls that show what the method is worth. */
    public enum Baseline {
        /** Each network trained on the union of all data sets. */
        @JsonProperty("Joint")
        JOINT("Joint"),
        /** Each student distilled from its own data set's expert alone. */
        @JsonProperty("OwnTeacher")
        OWN_TEACHER("OwnTeacher"),
        /** Each network with labels only. */
        @JsonProperty("Alone")
        ALONE("Alone");

        private final String label;

        Baseline(String label) {
            this.label = label;
        }

        /** As a run file has it. */
        public String label() {
            return label;
        }
    }

    /** Where checkpoints and results lie: a claim made for this run, or an existing one. */
    @ValidationRule(
            value = "has(self.claimName) != has(self.size)",
            message = "exactly one of claimName (an existing claim) and size (a claim made for the run)")
    @ValidationRule(
            value = "!has(self.claimName) || (!has(self.storageClassName) && !has(self.accessModes))",
            message = "storageClassName, accessModes: an existing claim has its own")
    @ValidationRule(
            value = "!has(self.size) || (type(self.size) == int ? self.size > 0"
                    + " : isQuantity(self.size) && quantity(self.size).isGreaterThan(quantity('0')))",
            message = "size: must be above zero")
    public record Storage(
            @JsonPropertyDescription("An existing PersistentVolumeClaim.") @Size(min = 1, max = 253)
            String claimName,

            @JsonPropertyDescription("Size of the claim that is made for the run.")
            IntOrString size,

            @Size(min = 1, max = 253)
            @JsonPropertyDescription("Storage class of the claim that is made. Default: the cluster's.")
            String storageClassName,

            @Size(min = 1, max = 1)
            @JsonPropertyDescription(
                    "Access mode of the claim that is made: ReadWriteOnce, ReadWriteMany or ReadWriteOncePod, which runs one stage at a time. Default [ReadWriteOnce].")
            List<@Pattern("^(ReadWriteOnce|ReadWriteMany|ReadWriteOncePod)$") String> accessModes) {
        public Storage {
            accessModes = accessModes == null ? List.of() : List.copyOf(accessModes);
        }
    }

    /** Pod settings per kind of stage, over those of the run. */
    public record Stages(
            @JsonPropertyDescription("Stages that train experts.")
            StageSettings teacher,

            @JsonPropertyDescription("The stage that trains the joint teacher.")
            StageSettings joint,

            @JsonPropertyDescription("Stages that train students.")
            StageSettings distill,

            @JsonPropertyDescription("Stages in which networks learn from each other.")
            StageSettings online,

            @JsonPropertyDescription("Stages that train controls.")
            StageSettings baseline,

            @JsonPropertyDescription("The stage that writes the report.")
            StageSettings report) {}

    public record StageSettings(
            @JsonPropertyDescription(
                    "Pod settings of this kind of stage; a field that is given replaces the run's whole field.")
            PodSettings pod) {}

    /**
     * Names are values of labels on every Job of the run.
     *
     * @param name of a LocalQueue in the run's namespace
     * @param priorityClass a WorkloadPriorityClass
     */
    public record Queue(
            @Required
            @Pattern(NAME)
            @Size(min = 1, max = 63)
            @JsonPropertyDescription("Name of a LocalQueue in the same namespace.")
            String name,

            @Pattern(NAME)
            @Size(min = 1, max = 63)
            @JsonPropertyDescription(
                    "A WorkloadPriorityClass: who goes first in the queue, and who is preempted. It is the queue's own, beside pod.priorityClassName. Default: that of the pods.")
            String priorityClass) {}

    /**
     * @param onDelete what becomes of the claim that was made for the run when the run is deleted
     * @param jobs what becomes of Jobs that have ended
     */
    public record Retention(
            @JsonPropertyDescription(
                    "What becomes of the claim that was made for the run: Delete or Keep. Default Delete; a claim that an earlier run of this name kept is kept unless Delete is said.")
            OnDelete onDelete,

            @JsonPropertyDescription("How long Jobs that have ended are kept, with their pods and these pods' logs.")
            JobsKept jobs) {}

    /**
     * @param after how long a Job is kept after its end
     * @param most how many of the run are kept
     */
    public record JobsKept(
            @ValidationRule(value = ABOVE_ZERO, message = NO_TIME)
            @Pattern(DURATION)
            @Size(min = 2, max = 24)
            @JsonPropertyDescription(
                    "How long a Job is kept after its end. What came of it stays in the status. Default 24h.")
            String after,

            @Min(0)
            @Max(1000)
            @JsonPropertyDescription(
                    "How many Jobs that have ended are kept, the newest of the run. Below what a quota on Jobs allows, others of the namespace find room. Default: any number.")
            Integer most) {}

    public enum OnDelete {
        @JsonProperty("Delete")
        DELETE,
        @JsonProperty("Keep")
        KEEP
    }
}
