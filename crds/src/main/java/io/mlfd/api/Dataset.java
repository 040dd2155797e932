package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
 * @param model network of this data set's expert and student, where these name no other
 */
public record Dataset(
        @Required
        @Pattern(Dataset.NAME)
        @Size(min = 1, max = 30)
        @JsonPropertyDescription("Names stages, folders and Jobs.")
        String name,

        @Required @JsonPropertyDescription("Where its images come from.")
        Source source,

        @Required
        @JsonPropertyDescription(
                "Network of this data set: of its expert and its student, unless teacher.model or student.model names another one.")
        Model model,

        @JsonPropertyDescription("How the expert comes about. Default: trained as spec.training says.")
        Teacher teacher,

        @JsonPropertyDescription(
                "How the student comes about, or that there is none; mlfd only. Default: the data set's network, from random values, trained as the method says.")
        Student student) {
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
            value =
                    "!has(self.validation) || !has(self.imageFolder) || !has(self.imageFolder.folders) || !has(self.imageFolder.folders.validation)",
            message =
                    "validation: there is a folder of validation images, imageFolder.folders.validation; leave one out")
    @ValidationRule(
            value = "!has(self.generated) || !has(self.claimName)",
            message = "claimName: generated images need no claim")
    @ValidationRule(
            value = "!has(self.generated) || (has(self.trainPerClass) && has(self.testPerClass))",
            message = "trainPerClass, testPerClass: needed for generated images")
    public record Source(
            @Size(min = 1, max = 253)
            @JsonPropertyDescription("PersistentVolumeClaim of this data set. Default: spec.data.claimName.")
            String claimName,

            @JsonPropertyDescription(
                    "Folders of images: path/train/<class>/* and path/test/<class>/*, of PNG, JPEG, GIF, BMP, TIFF or WebP.")
            ImageFolder imageFolder,

            @JsonPropertyDescription("Procedurally drawn images, for trying things out.")
            Generated generated,

            @Size(min = 2, max = 1000)
            @JsonPropertyDescription("The classes to use, in this order. Default: all, by name.")
            List<@Size(min = 1, max = 255) String> classes,

            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription(
                    "At most so many training images of each class, the first by file name. Default: all. Needed for generated images.")
            Integer trainPerClass,

            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription(
                    "At most so many test images of each class, the first by file name. Default: all. Needed for generated images.")
            Integer testPerClass,

            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription(
                    "Fraction of each class's training images that is set aside to choose the best epoch. Default: none, then the last epoch counts.")
            Double validation) {
        public Source {
            classes = classes == null ? List.of() : List.copyOf(classes);
        }
    }

    /**
     * {@code path/train/<class>/*} and {@code path/test/<class>/*}, of PNG, JPEG, GIF, BMP, TIFF or WebP.
     *
     * @param folders where the class folders lie otherwise
     * @param layout where there are no class folders
     */
    @ValidationRule(
            value = "!has(self.layout) || !has(self.folders) || has(self.layout.names)",
            message = "folders: says where class folders lie; leave it or layout out")
    public record ImageFolder(
            @Required
            @Size(min = 1, max = 512)
            @ValidationRule(value = BELOW_ROOT, message = "path: must lie below the data root: no leading / and no ..")
            @JsonPropertyDescription("A path below the data root.")
            String path,

            @JsonPropertyDescription("Which folders below path hold the class folders. Default: train and test.")
            Folders folders,

            @JsonPropertyDescription(
                    "How the images lie where there is not one folder a class. Default: class folders.")
            ImageLayout layout,

            @JsonPropertyDescription(
                    "What to do about an image that is no image, cut off, corrupt or over a limit. Fail: end before anything is trained. Skip: leave it out; which ones is told in the log, by ./mlfd check and in the report. Default: Fail.")
            OnBadImage onBadImage) {}

    /**
     * Folders of class folders, below the path of the data set.
     *
     * @param train {@code .} for the data set's own folder
     * @param testFraction in the place of {@code test}
     */
    @ValidationRule(
            value = "!has(self.test) || !has(self.testFraction)",
            message = "testFraction: takes the place of a folder; leave it or test out")
    @ValidationRule(
            value = "!has(self.train) || self.train != '.' || (has(self.testFraction) && !has(self.validation))",
            message =
                    "train: where class folders lie in the data set's own folder there are no others; use testFraction")
    public record Folders(
            @Size(min = 1, max = 255)
            @ValidationRule(value = BELOW_ROOT, message = "train: must lie below path: no leading / and no ..")
            @JsonPropertyDescription(
                    "Folder of the training images, below path; \".\" where the class folders lie in path itself. Default: train.")
            String train,

            @Size(min = 1, max = 255)
            @ValidationRule(value = BELOW_ROOT, message = "validation: must lie below path: no leading / and no ..")
            @JsonPropertyDescription(
                    "Folder of images to choose the best epoch with, in the place of a fraction of the training images. Default: none.")
            String validation,

            @Size(min = 1, max = 255)
            @ValidationRule(value = BELOW_ROOT, message = "test: must lie below path: no leading / and no ..")
            @JsonPropertyDescription("Folder of the test images, below path. Default: test.")
            String test,

            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription(
                    "Fraction of each class's training images that are test images instead, where there is no folder of them. Always the same ones, whatever the seed.")
            Double testFraction) {}

    /** Procedurally drawn images, for trying things out. */
    public record Generated(
            @Required @JsonPropertyDescription("What is drawn: shapes, textures or glyphs.")
            GeneratedKind kind) {}

    /** A network by name. */
    public record Model(
            @Required @JsonPropertyDescription("Which network; ./mlfd models lists them with their stages and levels.")
            NetworkName name,

            @Min(1)
            @Max(1024)
            @JsonPropertyDescription(
                    "Channels of the first stage, which scales those of all others. Default: the network's own, see ./mlfd models.")
            Integer width,

            @Min(1)
            @Max(1024)
            @JsonPropertyDescription(
                    "Channels of the stem, which images go through before the first stage. Default: those of the first stage, 16 in a wide ResNet.")
            Integer stem,

            @JsonPropertyDescription(
                    "How images enter. Small: as large as they are, or nearly. Large: made smaller at once, as for ImageNet and in the files of torchvision and timm. Default: Large above 64 pixels where the network has both, otherwise Small; resnet18 has Small unless this says otherwise.")
            NetworkEntry entry) {
        /** One with the usual entry. */
        public Model(NetworkName name, Integer width, Integer stem) {
            this(name, width, stem, null);
        }
    }

    /** How the expert comes about: trained, or read from a checkpoint. */
    @ValidationRule(
            value = "!(has(self.training) && has(self.checkpoint))",
            message = "training, checkpoint: a checkpoint is not trained; name one of the two")
    @ValidationRule(
            value = "!(has(self.init) && has(self.checkpoint))",
            message = "init, checkpoint: a checkpoint is not trained; name one of the two")
    public record Teacher(
            @JsonPropertyDescription("Network of this expert; mlfd only. Default: the data set's.")
            Model model,

            @JsonPropertyDescription("Overrides spec.training for this expert.")
            TrainingSpec training,

            @JsonPropertyDescription("An existing expert, taken instead of training one.")
            Checkpoint checkpoint,

            @JsonPropertyDescription(
                    "Weights that training starts from, with a new classifier. Default: random values.")
            InitialWeights init) {}

    /** What is distilled for a data set: a network of its own, or nothing. */
    @ValidationRule(
            value = "!has(self.none) || !self.none"
                    + " || (!has(self.model) && !has(self.training) && !has(self.init) && !has(self.file))",
            message = "none: there is no student; leave model, training, init and file out")
    @ValidationRule(
            value = "has(self.file) == (has(self.init) && self.init == 'File')",
            message = "file: is what init: File starts from; name both or neither")
    @ValidationRule(
            value = "!has(self.training) || !has(self.training.augmentation)"
                    + " || (!has(self.training.augmentation.mixup) && !has(self.training.augmentation.cutMix))",
            message =
                    "training.augmentation: students learn what is known of images as they are; leave mixup and cutMix out")
    public record Student(
            @JsonPropertyDescription(
                    "true for a helper set: it lends its expert to the joint teacher, and no student is trained for it. Default false.")
            Boolean none,

            @JsonPropertyDescription("Network of this student. Default: the data set's.")
            Model model,

            @JsonPropertyDescription(
                    "Overrides method.mlfd.distillation.training for this student, those of the OwnTeacher and Alone controls included.")
            TrainingSpec training,

            @JsonPropertyDescription(
                    "Where its training starts from, and those of the OwnTeacher and Alone controls: Random values; the weights of the data set's Teacher, which then has the same network; those of the Union network of the student's network, with its classifier for the data set's own classes; or those of a File, with a new classifier. Default Random, as in the paper.")
            StudentInit init,

            @JsonPropertyDescription("The file of init: File.")
            InitialWeights file) {}

    /** What a student's training starts from. */
    public enum StudentInit {
        @JsonProperty("Random")
        RANDOM,
        @JsonProperty("Teacher")
        TEACHER,
        /** The network of the student's architecture that was trained on all data sets, asked for the data set's own classes. */
        @JsonProperty("Union")
        UNION,
        @JsonProperty("File")
        FILE
    }

    /** A safetensors file below the data root. */
    public record Checkpoint(
            @Required
            @Size(min = 1, max = 512)
            @ValidationRule(value = BELOW_ROOT, message = "path: must lie below the data root: no leading / and no ..")
            @JsonPropertyDescription("A path below the data root.")
            String path,

            @Size(min = 2, max = 1000)
            @JsonPropertyDescription(
                    "The class of each logit, in their order. Needed where the file does not say so itself; where it does, it must say the same.")
            List<@Size(min = 1, max = 255) String> classes) {
        public Checkpoint {
            classes = classes == null ? List.of() : List.copyOf(classes);
        }
    }

    /** A safetensors file below the data root, of which the classifier is passed over. */
    public record InitialWeights(
            @Required
            @Size(min = 1, max = 512)
            @ValidationRule(value = BELOW_ROOT, message = "path: must lie below the data root: no leading / and no ..")
            @JsonPropertyDescription("A path below the data root.")
            String path) {}
}
