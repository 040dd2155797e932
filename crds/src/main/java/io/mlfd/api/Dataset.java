package io.mlfd.api;

import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * One data set with a label space of its own.
 *
 * @param name names stages, folders and Jobs: a DNS label
 * @param model network of this data set's expert and student
 */
public record Dataset(
        @Required @Pattern(Dataset.NAME) @Size(min = 1, max = 30)
        String name,

        @Required Source source,
        @Required Model model,
        Teacher teacher) {
    public static final String NAME = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
    /** A path below its root: no leading slash, no part that is "..". */
    static final String BELOW_ROOT = "!self.startsWith('/') && !self.split('/').exists(p, p == '..')";

    /**
     * Where images come from: exactly one of {@code imageFolder} and {@code generated}.
     *
     * @param claimName PersistentVolumeClaim of this data set, when it is not the run's
     * @param classes the classes to use, in this order; all when absent
     * @param trainPerClass the first n training images of each class by file name; all when absent
     * @param testPerClass the first n test images of each class by file name; all when absent
     * @param validation fraction of the training images that is set aside to choose the best epoch
     */
    @ValidationRule(
            value = "has(self.imageFolder) != has(self.generated)",
            message = "exactly one of imageFolder and generated")
    @ValidationRule(
            value = "!has(self.generated) || !has(self.claimName)",
            message = "claimName: generated images need no claim")
    @ValidationRule(
            value = "!has(self.generated) || (has(self.trainPerClass) && has(self.testPerClass))",
            message = "trainPerClass, testPerClass: needed for generated images")
    public record Source(
            @Size(min = 1, max = 253) String claimName,
            ImageFolder imageFolder,
            Generated generated,
            @Size(min = 2, max = 1000) List<@Size(min = 1, max = 255) String> classes,
            @Min(1) @Max(1000000) Integer trainPerClass,
            @Min(1) @Max(1000000) Integer testPerClass,

            @Min(value = 0, inclusive = false) @Max(value = 1, inclusive = false)
            Double validation) {
        public Source {
            classes = classes == null ? List.of() : List.copyOf(classes);
        }
    }

    /** {@code path/train/<class>/*} and {@code path/test/<class>/*}, PNG or JPEG. */
    public record ImageFolder(
            @Required
            @Size(min = 1, max = 512)
            @ValidationRule(value = BELOW_ROOT, message = "path: must lie below the data root: no leading / and no ..")
            String path) {}

    /** Procedurally drawn images, for trying things out. */
    public record Generated(@Required GeneratedKind kind) {}

    /** A network by name. */
    public record Model(
            @Required NetworkName name, @Min(1) @Max(1024) Integer width) {}

    /** How the expert comes about: trained, or read from a checkpoint. */
    @ValidationRule(
            value = "!(has(self.training) && has(self.checkpoint))",
            message = "training, checkpoint: a checkpoint is not trained; name one of the two")
    public record Teacher(TrainingSpec training, Checkpoint checkpoint) {}

    /** A safetensors file below the data root. */
    public record Checkpoint(
            @Required
            @Size(min = 1, max = 512)
            @ValidationRule(value = BELOW_ROOT, message = "path: must lie below the data root: no leading / and no ..")
            String path) {}
}
