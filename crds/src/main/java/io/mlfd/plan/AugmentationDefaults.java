package io.mlfd.plan;

import static java.util.Objects.requireNonNullElse;

import io.mlfd.api.AugmentationSpec;
import io.mlfd.contract.Training.Augmentation;
import io.mlfd.contract.Training.ColorJitter;
import io.mlfd.contract.Training.Erasing;
import io.mlfd.contract.Training.Mixing;
import io.mlfd.contract.Training.RandAugment;
import io.mlfd.contract.Training.RandomResizedCrop;
import io.mlfd.contract.Training.Span;
import java.util.List;
import java.util.Optional;

/** An augmentation as it takes effect: torchvision's defaults, and what changes nothing left out. */
final class AugmentationDefaults {
    static final Span CROP_SCALE = new Span(0.08, 1);
    static final Span CROP_RATIO = new Span(3.0 / 4, 4.0 / 3);
    static final int OPS = 2;
    static final int MAGNITUDE = 9;
    static final double ERASING_PROBABILITY = 0.5;
    static final Span ERASING_SCALE = new Span(0.02, 0.33);
    static final double MIXING_ALPHA = 1;
    static final Span ERASING_RATIO = new Span(0.3, 3.3);

    private AugmentationDefaults() {}

    static Augmentation effective(AugmentationSpec given) {
        return new Augmentation(
                requireNonNullElse(given.crop(), 0),
                requireNonNullElse(given.flip(), false),
                Optional.ofNullable(given.randomResizedCrop())
                        .map(set ->
                                new RandomResizedCrop(span(set.scale(), CROP_SCALE), span(set.ratio(), CROP_RATIO))),
                Optional.ofNullable(given.randAugment())
                        .map(set -> new RandAugment(
                                requireNonNullElse(set.ops(), OPS), requireNonNullElse(set.magnitude(), MAGNITUDE))),
                Optional.ofNullable(given.colorJitter())
                        .map(set -> new ColorJitter(
                                requireNonNullElse(set.brightness(), 0.0),
                                requireNonNullElse(set.contrast(), 0.0),
                                requireNonNullElse(set.saturation(), 0.0),
                                requireNonNullElse(set.hue(), 0.0)))
                        .filter(jitter -> !jitter.equals(new ColorJitter(0, 0, 0, 0))),
                Optional.ofNullable(given.erasing())
                        .map(set -> new Erasing(
                                requireNonNullElse(set.probability(), ERASING_PROBABILITY),
                                span(set.scale(), ERASING_SCALE),
                                span(set.ratio(), ERASING_RATIO)))
                        .filter(erasing -> erasing.probability() > 0),
                mixing(given.mixup()),
                mixing(given.cutMix()));
    }

    private static Optional<Mixing> mixing(AugmentationSpec.Mixing given) {
        return Optional.ofNullable(given).map(set -> new Mixing(requireNonNullElse(set.alpha(), MIXING_ALPHA)));
    }

    /** The schema lets none or two pass. */
    private static Span span(List<Double> given, Span otherwise) {
        return given.isEmpty() ? otherwise : new Span(given.get(0), given.get(1));
    }
}
