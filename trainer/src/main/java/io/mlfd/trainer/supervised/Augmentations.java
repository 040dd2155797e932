package io.mlfd.trainer.supervised;

import io.mlfd.contract.Training;
import io.mlfd.trainer.data.Augmentation;
import io.mlfd.trainer.data.augmentation.ColorJitter;
import io.mlfd.trainer.data.augmentation.PixelChange;
import io.mlfd.trainer.data.augmentation.RandAugment;
import io.mlfd.trainer.data.augmentation.RandomErasing;
import io.mlfd.trainer.data.augmentation.RandomRegion;
import io.mlfd.trainer.data.augmentation.Span;
import java.util.List;
import java.util.Optional;
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

    private static Span span(Training.Span given) {
        return new Span(given.low(), given.high());
    }
}
