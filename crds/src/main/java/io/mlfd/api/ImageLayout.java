package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How images lie in a folder where there is not one folder a class: exactly one of its components. */
@ValidationRule(
        value =
                "[has(self.index), has(self.names), has(self.cifar), has(self.idx), has(self.shards)].exists_one(given, given)",
        message = "exactly one of index, names, cifar, idx and shards")
public record ImageLayout(
        @JsonPropertyDescription("A table of images and their classes: CSV with a header, or a JSON object a line.")
        Index index,

        @JsonPropertyDescription(
                "Images whose class is a part of their own name; imageFolder.folders says in which folders they lie.")
        Names names,

        @JsonPropertyDescription(
                "CIFAR-10 or CIFAR-100 in the binary version: data_batch_1.bin and so on, or train.bin and test.bin.")
        Cifar cifar,

        @JsonPropertyDescription(
                "MNIST's format, packed or not: train-images-idx3-ubyte.gz and so on. Classes are the labels' numbers.")
        Idx idx,

        @JsonPropertyDescription(
                "WebDataset's archives: tar files with key.jpg (or another format) and key.cls, or a label in key.json.")
        Shards shards) {

    /**
     * A table of images and their classes.
     *
     * @param images folder below the data set's that the paths in the table begin at; that folder itself when absent
     * @param columns {@code path}, {@code label} and {@code split} when absent
     */
    public record Index(
            @Required
            @Size(min = 1, max = 255)
            @ValidationRule(value = Dataset.BELOW_ROOT, message = "file: must lie below path: no leading / and no ..")
            @JsonPropertyDescription("The table, below path; what it is is told by .csv, .jsonl or .ndjson.")
            String file,

            @Size(min = 1, max = 255)
            @ValidationRule(value = Dataset.BELOW_ROOT, message = "images: must lie below path: no leading / and no ..")
            @JsonPropertyDescription("Folder below path that the table's paths begin at. Default: path itself.")
            String images,

            @JsonPropertyDescription("What the columns are called, where they have other names.")
            Columns columns,

            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription(
                    "Fraction of each class's training images that are test images instead, where the table names none. Always the same ones, whatever the seed.")
            Double testFraction) {}

    /** Names of columns, or of an object's fields. */
    public record Columns(
            @Size(min = 1, max = 255) @JsonPropertyDescription("The one that holds an image's path. Default: path.")
            String path,

            @Size(min = 1, max = 255)
            @JsonPropertyDescription("The one that holds the name of its class. Default: label.")
            String label,

            @Size(min = 1, max = 255)
            @JsonPropertyDescription(
                    "The one that says train, validation or test. Default: split, where there is such a column; else all images are training images.")
            String split) {}

    /** Images whose class is a part of their name. */
    public record Names(
            @Required
            @Size(min = 1, max = 255)
            @ValidationRule(value = "self.split('{label}').size() == 2", message = "pattern: must have {label} once")
            @JsonPropertyDescription(
                    "How a name is made up: {label} is the class, {#} is digits, {*} is anything, all else stands for itself. Example: {label}_{#}.jpg.")
            String pattern) {}

    /** CIFAR-10 or CIFAR-100, told apart by their files. */
    public record Cifar(
            @JsonPropertyDescription(
                    "Which labels of CIFAR-100 are the classes: its 100 fine or its 20 coarse ones. Default: Fine.")
            CifarLabels labels) {}

    /** Images and labels in files of their own. */
    public record Idx(
            @Size(min = 1, max = 255)
            @Pattern("^[^/]*$")
            @JsonPropertyDescription(
                    "What the names of the files begin with, in front of train and t10k or test. Example: emnist-letters-. Default: nothing.")
            String prefix) {}

    /** Archives of images with their classes; in their names a {@code *} is any text within a name. */
    @ValidationRule(
            value = "has(self.test) != has(self.testFraction)",
            message = "exactly one of test and testFraction")
    public record Shards(
            @Required
            @Size(min = 1, max = 255)
            @ValidationRule(value = Dataset.BELOW_ROOT, message = "train: must lie below path: no leading / and no ..")
            @JsonPropertyDescription(
                    "Archives of training images, below path; * is any text in a name. Example: train-*.tar.")
            String train,

            @Size(min = 1, max = 255)
            @ValidationRule(
                    value = Dataset.BELOW_ROOT,
                    message = "validation: must lie below path: no leading / and no ..")
            @JsonPropertyDescription("Archives of images to choose the best epoch with. Default: none.")
            String validation,

            @Size(min = 1, max = 255)
            @ValidationRule(value = Dataset.BELOW_ROOT, message = "test: must lie below path: no leading / and no ..")
            @JsonPropertyDescription("Archives of test images.")
            String test,

            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription(
                    "Fraction of each class's training images that are test images instead, where there are no archives of them. Always the same ones, whatever the seed.")
            Double testFraction) {}
}
