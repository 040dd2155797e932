package io.mlfd.trainer.data.augmentation;

import io.mlfd.trainer.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brightness, contrast, saturation and hue by chance and in random order: torchvision's {@code ColorJitter}.
 *
 * @param brightness factors from {@code max(0, 1 - brightness)} to {@code 1 + brightness}; 0 for none
 * @param contrast likewise
 * @param saturation likewise
 * @param hue turns of the colour wheel from {@code -hue} to {@code hue}, at most 0.5; 0 for none
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue) implements PixelChange {

    @Override
    public String purpose() {
        return "colorJitter";
    }

    @Override
    public List<PixelOperation> draw(RandomStream random, int size) {
        List<Optional<PixelOperation>> drawn = List.of(
                around(1, brightness, random).map(Brightness::new),
                around(1, contrast, random).map(Contrast::new),
                around(1, saturation, random).map(Saturation::new),
                around(0, hue, random).map(Hue::new));
        List<PixelOperation> operations = new ArrayList<>();
        for (int position : random.permutation(drawn.size())) {
            drawn.get(position).ifPresent(operations::add);
        }
        return operations;
    }

    private static Optional<Double> around(double centre, double reach, RandomStream random) {
        double lowest = centre == 0 ? -reach : Math.max(0, centre - reach);
        return reach == 0 ? Optional.empty() : Optional.of(random.nextDouble(lowest, centre + reach));
    }
}
