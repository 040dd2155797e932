package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * How training images are changed at random, with the semantics of torchvision's transforms and in the order of its reference recipe for
 * classification: {@code randomResizedCrop} or {@code crop}, {@code flip}, {@code randAugment}, {@code colorJitter}, and after
 * normalising {@code erasing}; the batch then by {@code mixup} or {@code cutMix}.
 *
 * @param crop pixels of padding around the image before a random crop to its size; 0 for none
 * @param flip whether images are mirrored at random
 */
@ValidationRule(
        value = "!has(self.randomResizedCrop) || !has(self.crop) || self.crop == 0",
        message = "crop, randomResizedCrop: both choose what is seen of an image; leave one out")
public record AugmentationSpec(
        @Min(0)
        @Max(64)
        @JsonPropertyDescription("Pixels of padding around an image before a random crop to its size. Default 0, none.")
        Integer crop,

        @JsonPropertyDescription("Whether images are mirrored at random. Default false.")
        Boolean flip,

        @JsonPropertyDescription(
                "A part of the image, brought to the image's size (bilinear, with antialiasing). Default none.")
        RandomResizedCrop randomResizedCrop,

        @JsonPropertyDescription("Some of fourteen operations, drawn for each image. Default none.")
        RandAugment randAugment,

        @JsonPropertyDescription("Brightness, contrast, saturation and hue in random order. Default none.")
        ColorJitter colorJitter,

        @JsonPropertyDescription("A rectangle of the image that becomes the mean colour. Default none.")
        Erasing erasing,

        @JsonPropertyDescription(
                "Each image of a batch becomes a mixture with another one, and its label too. With cutMix either, by chance. Default none.")
        Mixing mixup,

        @JsonPropertyDescription(
                "Each image of a batch gets a box of another one, and as much of its label. With mixup either, by chance. Default none.")
        Mixing cutMix) {

    /** torchvision's {@code MixUp} and {@code CutMix}. */
    public record Mixing(
            @Min(value = 0, inclusive = false)
            @Max(100)
            @JsonPropertyDescription(
                    "Of the beta distribution of the share that an image keeps: below 1 mostly near 0 or 1. Default 1.")
            Double alpha) {}

    /** torchvision's {@code RandomResizedCrop}. */
    @ValidationRule(
            value = "!has(self.scale) || self.scale[0] <= self.scale[1]",
            message = "randomResizedCrop.scale: must not fall")
    @ValidationRule(
            value = "!has(self.ratio) || self.ratio[0] <= self.ratio[1]",
            message = "randomResizedCrop.ratio: must not fall")
    public record RandomResizedCrop(
            @Size(min = 2, max = 2)
            @JsonPropertyDescription("Least and largest share of the image's area. Default [0.08, 1].")
            List<@Min(value = 0, inclusive = false) @Max(1) Double> scale,

            @Size(min = 2, max = 2)
            @JsonPropertyDescription("Least and largest ratio of width to height. Default [0.75, 1.3333333333333333].")
            List<@Min(value = 0, inclusive = false) @Max(100) Double> ratio) {
        public RandomResizedCrop {
            scale = scale == null ? List.of() : List.copyOf(scale);
            ratio = ratio == null ? List.of() : List.copyOf(ratio);
        }
    }

    /** torchvision's {@code RandAugment}, with 31 magnitudes and bilinear interpolation. */
    public record RandAugment(
            @Min(1) @Max(14) @JsonPropertyDescription("How many operations an image goes through. Default 2.")
            Integer ops,

            @Min(0) @Max(30) @JsonPropertyDescription("Of all operations, of 31 magnitudes. Default 9.")
            Integer magnitude) {}

    /** torchvision's {@code ColorJitter}. */
    public record ColorJitter(
            @Min(0)
            @Max(100)
            @JsonPropertyDescription("Factor from 1 - brightness, at least 0, to 1 + brightness. Default 0, none.")
            Double brightness,

            @Min(0)
            @Max(100)
            @JsonPropertyDescription("Factor from 1 - contrast, at least 0, to 1 + contrast. Default 0, none.")
            Double contrast,

            @Min(0)
            @Max(100)
            @JsonPropertyDescription("Factor from 1 - saturation, at least 0, to 1 + saturation. Default 0, none.")
            Double saturation,

            @Min(0) @Max(0.5) @JsonPropertyDescription("Turns of the colour wheel from -hue to hue. Default 0, none.")
            Double hue) {}

    /** torchvision's {@code RandomErasing} with value 0. */
    @ValidationRule(
            value = "!has(self.scale) || self.scale[0] <= self.scale[1]",
            message = "erasing.scale: must not fall")
    @ValidationRule(
            value = "!has(self.ratio) || self.ratio[0] <= self.ratio[1]",
            message = "erasing.ratio: must not fall")
    public record Erasing(
            @Min(0) @Max(1) @JsonPropertyDescription("Of an image to lose a rectangle. Default 0.5.")
            Double probability,

            @Size(min = 2, max = 2)
            @JsonPropertyDescription("Least and largest share of the image's area. Default [0.02, 0.33].")
            List<@Min(value = 0, inclusive = false) @Max(1) Double> scale,

            @Size(min = 2, max = 2)
            @JsonPropertyDescription("Least and largest ratio of height to width. Default [0.3, 3.3].")
            List<@Min(value = 0, inclusive = false) @Max(100) Double> ratio) {
        public Erasing {
            scale = scale == null ? List.of() : List.copyOf(scale);
            ratio = ratio == null ? List.of() : List.copyOf(ratio);
        }
    }
}
