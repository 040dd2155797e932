package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.api.CifarLabels;
import java.util.Optional;
import java.util.OptionalDouble;

/** How images lie in a folder where there is not one folder a class. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(ImageLayout.Index.class),
    @JsonSubTypes.Type(ImageLayout.Names.class),
    @JsonSubTypes.Type(ImageLayout.Cifar.class),
    @JsonSubTypes.Type(ImageLayout.Idx.class),
    @JsonSubTypes.Type(ImageLayout.Shards.class)
})
public sealed interface ImageLayout {
    /**
     * A table of images and their classes, CSV or a JSON object a line.
     *
     * @param file below the data set's folder, as {@code images}, which paths begin at; left out for that folder itself
     * @param splitColumn left out where it is {@code split} if there is one
     * @param testFraction left out where the table names the test images
     */
    @JsonTypeName("Index")
    record Index(
            String file,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> images,
            String pathColumn,
            String labelColumn,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> splitColumn,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalDouble testFraction)
            implements ImageLayout {
        /** What the columns are called where nothing else is said. */
        public static final String PATH = "path";

        public static final String LABEL = "label";
    }

    /**
     * Images whose class is a part of their name.
     *
     * @param pattern of a {@link NamePattern}
     */
    @JsonTypeName("Names")
    record Names(String pattern) implements ImageLayout {}

    /**
     * CIFAR in the binary version.
     *
     * @param labels left out where they are the fine ones, or the only ones
     */
    @JsonTypeName("Cifar")
    record Cifar(
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<CifarLabels> labels) implements ImageLayout {}

    /**
     * Images and labels in files of MNIST's format.
     *
     * @param prefix what the names of the files begin with; left out where that is nothing
     */
    @JsonTypeName("Idx")
    record Idx(@JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> prefix) implements ImageLayout {}

    /**
     * WebDataset's archives, by names below the data set's folder in which {@code *} is any text.
     *
     * @param validation left out where there are none
     * @param test left out where there is a {@code testFraction}
     */
    @JsonTypeName("Shards")
    record Shards(
            String train,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> validation,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> test,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalDouble testFraction)
            implements ImageLayout {}
}
