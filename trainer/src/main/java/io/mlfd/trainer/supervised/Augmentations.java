package io.mlfd.trainer.supervised;

import io.mlfd.contract.Training;
import io.mlfd.trainer.data.Augmentation;
import io.mlfd.trainer.data.BatchMixer;
import io.mlfd.trainer.data.augmentation.ColorJitter;
import io.mlfd.trainer.data.augmentation.PixelChange;
import io.mlfd.trainer.data.augmentation.RandAugment;
import io.mlfd.trainer.data.augmentation.RandomErasing;
import io.mlfd.trainer.data.augmentation.RandomMixing;
import io.mlfd.trainer.data.augmentation.RandomRegion;
import io.mlfd.trainer.data.augmentation.Span;
import io.mlfd.trainer.random.RandomKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What a training's settings say of how its images are changed. */
final class Augmentations {
    private Augmentations() {}

    static Augmentation of(Training training) {
        Training.Augmentation given = training.augmentation();
        List<PixelChange> changes = Stream.of(
                        given.randAugment().<PixelChange>map(set -> new RandAugment(set.ops(), set.magnitude())),
                        given.colorJitter()
                                .<PixelChange>map(set ->
                                        new ColorJitter(set.brightness(), set.contrast(), set.saturation(), set.hue())))
                .flatMap(Optional::stream)
                .toList();
        return new Augmentation(
                given.crop(),
                given.flip(),
                given.randomResizedCrop().map(set -> new RandomRegion(span(set.scale()), span(set.ratio()))),
                changes,
                given.erasing().map(set -> new RandomErasing(set.probability(), span(set.scale()), span(set.ratio()))));
    }

    /**
     * How the batches of a training are mixed; empty where they are not.
     *
     * @param classes of the labels
     * @param key of the order of images
     */
    static Optional<BatchMixer> mixer(Training training, int classes, RandomKey key) {
        OptionalDouble mixUp = alpha(training.augmentation().mixup());
        OptionalDouble cutMix = alpha(training.augmentation().cutMix());
        return mixUp.isEmpty() && cutMix.isEmpty()
                ? Optional.empty()
                : Optional.of(new BatchMixer(new RandomMixing(mixUp, cutMix), classes, key));
    }

    private static OptionalDouble alpha(Optional<Training.Mixing> given) {
        return given.map(mixing -> OptionalDouble.of(mixing.alpha())).orElseGet(OptionalDouble::empty);
    }

    private static Span span(Training.Span given) {
        return new Span(given.low(), given.high());
    }
}
