package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.api.GeneratedKind;
import io.mlfd.api.OnBadImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Where images come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(DataSource.ImageFolder.class), @JsonSubTypes.Type(DataSource.Generated.class)})
public sealed interface DataSource {
    /** Fraction of the training images set aside for model selection. */
    OptionalDouble validation();

    /** Whether it is read from files below the data root. */
    boolean needsFiles();

    /** For people. */
    String text();

    /**
     * @param classes empty for all
     * @param onBadImage left out where a bad image ends the stage
     * @param folders left out where they are {@code train} and {@code test}
     * @param layout left out where there is one folder a class
     */
    @JsonTypeName("ImageFolder")
    record ImageFolder(
            String path,
            List<String> classes,
            OptionalInt trainPerClass,
            OptionalInt testPerClass,
            OptionalDouble validation,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<OnBadImage> onBadImage,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Folders> folders,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ImageLayout> layout)
            implements DataSource {
        public ImageFolder {
            classes = List.copyOf(classes);
        }

        /** Whether images that cannot be decoded are left out. */
        public boolean skipsBadImages() {
            return onBadImage.equals(Optional.of(OnBadImage.SKIP));
        }

        @Override
        public boolean needsFiles() {
            return true;
        }

        @Override
        public String text() {
            return "folder " + path;
        }
    }

    /**
     * Folders of class folders below that of a data set.
     *
     * @param train {@code .} for that folder itself
     * @param validation left out where there is none
     * @param test left out where there is a {@code testFraction}
     */
    record Folders(
            String train,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> validation,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> test,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalDouble testFraction) {
        /** Those that a data set has where nothing else is said. */
        public static final Folders USUAL =
                new Folders("train", Optional.empty(), Optional.of("test"), OptionalDouble.empty());
    }

    /** {@code classes}: empty for all. */
    @JsonTypeName("Generated")
    record Generated(
            GeneratedKind kind, List<String> classes, int trainPerClass, int testPerClass, OptionalDouble validation)
            implements DataSource {
        public Generated {
            classes = List.copyOf(classes);
        }

        @Override
        public boolean needsFiles() {
            return false;
        }

        @Override
        public String text() {
            return "generated " + kind.name().toLowerCase(Locale.ROOT);
        }
    }
}
