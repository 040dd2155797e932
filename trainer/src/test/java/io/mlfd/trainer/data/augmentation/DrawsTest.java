package io.mlfd.trainer.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.trainer.data.augmentation.RandAugment.Kind;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is drawn is distributed as torchvision draws it. Streams are fixed, so that no test fails by chance. */
class DrawsTest {
    private static final int DRAWS = 20_000;
    private static final RandomKey KEY = RandomKey.of(5, "draws");
    private static final Span SCALE = new Span(0.08, 1);
    private static final Span RATIO = new Span(0.75, 4.0 / 3);

    private static <T> List<T> draws(Function<RandomStream, T> draw) {
        return IntStream.range(0, DRAWS)
                .mapToObj(i -> draw.apply(KEY.with(i).stream()))
                .toList();
    }

    private static <T> double mean(List<T> drawn, ToDoubleFunction<T> value) {
        return drawn.stream().mapToDouble(value).average().orElseThrow();
    }

    @Test
    void aPartHasItsShareOfTheImageAndItsRatioAndLiesInside() {
        int size = 224;
        List<Region> parts = draws(random -> new RandomRegion(SCALE, RATIO).draw(random, size));

        assertThat(parts).allSatisfy(part -> {
            assertThat(part.top()).isNotNegative();
            assertThat(part.left()).isNotNegative();
            assertThat(part.top() + part.height()).isLessThanOrEqualTo(size);
            assertThat(part.left() + part.width()).isLessThanOrEqualTo(size);
            double share = (double) part.height() * part.width() / (size * size);
            assertThat(share).isBetween(0.075, 1.0);
            assertThat((double) part.width() / part.height()).isBetween(0.73, 1.36);
        });
        // Uniform over the logarithm, so that neither direction is preferred.
        assertThat(mean(parts, part -> Math.log((double) part.width() / part.height())))
                .isCloseTo(0, within(0.005));
        // What does not fit is drawn again, which takes from the largest: torchvision's own mean over 200,000 draws is
        // 0.4798.
        assertThat(mean(parts, part -> (double) part.height() * part.width() / (size * size)))
                .isCloseTo(0.4798, within(0.006));
        // Every place that leaves the part inside is as likely.
        List<Region> smaller =
                parts.stream().filter(part -> part.height() < size - 20).toList();
        assertThat(mean(smaller, part -> (double) part.top() / (size - part.height())))
                .isCloseTo(0.5, within(0.01));
    }

    /** Torchvision's fallback after ten tries. */
    @ParameterizedTest
    @CsvSource({"2, 3, 20, 10", "0.25, 0.5, 10, 20", "0.5, 2, 20, 20"})
    void aPartThatNeverFitsIsTheLargestInTheMiddle(double low, double high, int width, int height) {
        // No part with more than the image's area fits.
        RandomRegion tooLarge = new RandomRegion(new Span(1.5, 1.6), new Span(low, high));

        assertThat(tooLarge.draw(KEY.stream(), 20))
                .isEqualTo(new Region((20 - height) / 2, (20 - width) / 2, height, width));
    }

    @Test
    void asManyImagesLoseARectangleAsTheProbabilitySays() {
        int size = 100;
        RandomErasing erasing = new RandomErasing(0.3, new Span(0.02, 0.33), new Span(0.3, 3.3));
        List<Optional<Region>> drawn = draws(random -> erasing.draw(random, size));
        List<Region> erased = drawn.stream().flatMap(Optional::stream).toList();

        assertThat(erased.size() / (double) DRAWS).isCloseTo(0.3, within(0.01));
        assertThat(erased).allSatisfy(region -> {
            assertThat(region.top() + region.height()).isLessThanOrEqualTo(size);
            assertThat(region.left() + region.width()).isLessThanOrEqualTo(size);
            assertThat(region.height()).isLessThan(size);
            assertThat(region.width()).isLessThan(size);
        });
        assertThat(mean(erased, region -> (double) region.height() * region.width() / (size * size)))
                .isCloseTo((0.02 + 0.33) / 2, within(0.005));
        assertThat(mean(erased, region -> Math.log((double) region.height() / region.width())))
                .isCloseTo((Math.log(0.3) + Math.log(3.3)) / 2, within(0.03));
    }

    @Test
    void whatIsErasedIsZeroInEveryChannelAndNothingElse() {
        float[] image = new float[3 * 5 * 5];
        Arrays.fill(image, 1);
        new Region(1, 2, 3, 2).clear(image, 5);

        for (int i = 0; i < image.length; i++) {
            int row = i % 25 / 5;
            int column = i % 5;
            boolean inside = row >= 1 && row < 4 && column >= 2 && column < 4;
            assertThat(image[i]).isEqualTo(inside ? 0 : 1);
        }
    }

    @Test
    void jitterDrawsEveryFactorInItsRangeAndEveryOrder() {
        ColorJitter jitter = new ColorJitter(0.4, 1.5, 0.2, 0.1);
        List<List<PixelOperation>> drawn = draws(random -> jitter.draw(random, 8));
        Set<List<Class<?>>> orders = new HashSet<>();
        drawn.forEach(operations ->
                orders.add(operations.stream().map(Object::getClass).collect(Collectors.toList())));

        assertThat(orders).hasSize(24);
        assertUniform(drawn, Brightness.class, Brightness::factor, 0.6, 1.4);
        assertUniform(drawn, Contrast.class, Contrast::factor, 0, 2.5);
        assertUniform(drawn, Saturation.class, Saturation::factor, 0.8, 1.2);
        assertUniform(drawn, Hue.class, Hue::turns, -0.1, 0.1);
    }

    private static <T> void assertUniform(
            List<List<PixelOperation>> drawn, Class<T> kind, ToDoubleFunction<T> value, double low, double high) {
        double[] values = drawn.stream()
                .flatMap(List::stream)
                .filter(kind::isInstance)
                .map(kind::cast)
                .mapToDouble(value)
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(each -> (each - mean) * (each - mean))
                .average()
                .orElseThrow();
        double width = high - low;

        assertThat(values).hasSize(DRAWS);
        assertThat(Arrays.stream(values).boxed())
                .allSatisfy(each -> assertThat(each).isBetween(low, high));
        assertThat(mean).isCloseTo((low + high) / 2, within(width / 100));
        assertThat(Math.sqrt(variance)).isCloseTo(width / Math.sqrt(12), within(width / 100));
    }

    @Test
    void whatJitterDoesNotMoveIsNoOperation() {
        assertThat(new ColorJitter(0, 0, 0.5, 0).draw(KEY.stream(), 8))
                .singleElement()
                .isInstanceOf(Saturation.class);
        assertThat(new ColorJitter(0, 0, 0, 0).draw(KEY.stream(), 8)).isEmpty();
    }

    @Test
    void randAugmentDrawsAsManyOperationsAllAsLikelyAndBothSides() {
        RandAugment random = new RandAugment(3, 9);
        List<List<PixelOperation>> drawn = draws(stream -> random.draw(stream, 32));
        Map<Object, Integer> counts = new HashMap<>();
        drawn.forEach(operations -> {
            assertThat(operations).hasSize(3);
            operations.forEach(each -> counts.merge(each instanceof Record ? each : Kind.IDENTITY, 1, Integer::sum));
        });

        double each = 3 * DRAWS / 14.0;
        // Nine kinds have two sides; the five others one.
        assertThat(counts).hasSize(9 * 2 + 5);
        assertThat(counts.get(Kind.IDENTITY)).isCloseTo((int) each, within(250));
        assertThat(counts.get(new Equalize())).isCloseTo((int) each, within(250));
        assertThat(counts.get(Affine.translate(4, 0))).isCloseTo((int) each / 2, within(200));
        assertThat(counts.get(Affine.translate(-4, 0))).isCloseTo((int) each / 2, within(200));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void noOperationWritesToWhatItIsGiven(Kind kind) {
        byte[] pixels = new byte[3 * 24 * 24];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * i % 97);
        }
        byte[] before = pixels.clone();

        byte[] after = new RandAugment(1, 30).operation(kind, false, 24).of(pixels, 24);

        assertThat(pixels).isEqualTo(before);
        assertThat(after).hasSameSizeAs(pixels);
        if (kind != Kind.IDENTITY) {
            assertThat(after).isNotEqualTo(pixels);
        }
    }
}
