package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How images lie in a folder where there is not one folder a class: exactly one of its components. */
@ValidationRule(
        value = "[has(self.index), has(self.names)].exists_one(given, given)",
        message = "exactly one of index and names")
public record ImageLayout(
        @JsonPropertyDescription("A table of images and their classes: CSV with a header, or a JSON object a line.")
        Index index,

        @JsonPropertyDescription(
                "Images whose class is a part of their own name; imageFolder.folders says in which folders they lie.")
        Names names) {

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
}
