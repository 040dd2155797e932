package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RgbImageTest {

    private static RgbImage greys(int width, int height, int... levels) {
        int[] pixels = Arrays.stream(levels)
                .flatMap(v -> Arrays.stream(new int[] {v, v, v}))
                .toArray();
        return new RgbImage(width, height, bytes(pixels));
    }

    private static int[] levels(RgbImage image) {
        int[] levels = new int[image.width() * image.height()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = image.pixels()[3 * i + 1] & 0xff;
        }
        return levels;
    }

    static Stream<Arguments> knownRows() {
        return Stream.of(
                // Upwards, plain bilinear: new centres at -0.25, 0.25, 0.75, 1.25 of the old pixels.
                Arguments.of(new int[] {0, 100}, 4, new int[] {0, 25, 75, 100}),
                // 12.5 and 37.5 round up.
                Arguments.of(new int[] {0, 50}, 4, new int[] {0, 13, 38, 50}),
                // By half, triangle of reach 2 around 1 and 3: weights (1.5, 1.5, 0.5)/3.5 and mirrored.
                Arguments.of(new int[] {0, 0, 70, 140}, 2, new int[] {10, 90}),
                // To one pixel, triangle of reach 4 around 2: weights (2.5, 3.5, 3.5, 2.5)/12; 1160/12 = 96.7.
                Arguments.of(new int[] {0, 80, 80, 240}, 1, new int[] {97}));
    }

    @ParameterizedTest
    @MethodSource("knownRows")
    void rowsResizeToWhatTheDefinitionSays(int[] row, int newSize, int[] expected) {
        assertThat(levels(greys(row.length, 1, row).resize(newSize, 1))).containsExactly(expected);
        assertThat(levels(greys(1, row.length, row).resize(1, newSize))).containsExactly(expected);
    }

    @Test
    void anImageOfTheSizeIsPassedThrough() {
        RgbImage image = greys(2, 2, 1, 2, 3, 4);

        assertThat(image.resize(2, 2)).isSameAs(image);
    }

    @Test
    void sidesChangeSeparatelyAndChannelsStayApart() {
        RgbImage image = new RgbImage(1, 2, bytes(10, 20, 30, 30, 60, 90));

        assertThat(image.resize(2, 1).pixels()).containsExactly(bytes(20, 40, 60, 20, 40, 60));
    }

    @Property(tries = 300)
    void oneColourStaysThatColour(
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(max = 255) int level) {
        int[] levels = new int[width * height];
        Arrays.fill(levels, level);

        assertThat(levels(greys(width, height, levels).resize(size, size))).containsOnly(level);
    }

    /** Bit by bit: what a network was trained on must not change with how rows are kept. */
    @Property(tries = 300)
    void everyPixelIsTheSumOfItsRowsSums(
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int newWidth,
            @ForAll @IntRange(min = 1, max = 40) int newHeight,
            @ForAll Random random) {
        byte[] pixels = new byte[width * height * 3];
        random.nextBytes(pixels);
        RgbImage resized = new RgbImage(width, height, pixels).resize(newWidth, newHeight);
        if (newWidth == width && newHeight == height) {
            return;
        }
        ResizeWeights across = ResizeWeights.of(width, newWidth);
        ResizeWeights down = ResizeWeights.of(height, newHeight);
        for (int i = 0; i < newWidth * newHeight * 3; i++) {
            int column = i / 3 % newWidth;
            int row = i / 3 / newWidth;
            double sum = 0;
            for (int y = 0; y < down.weights(row).length; y++) {
                double line = 0;
                for (int x = 0; x < across.weights(column).length; x++) {
                    int source = ((down.start(row) + y) * width + across.start(column) + x) * 3 + i % 3;
                    line += across.weights(column)[x] * (pixels[source] & 0xff);
                }
                sum += down.weights(row)[y] * line;
            }
            assertThat(resized.pixels()[i] & 0xff).isEqualTo((int) Math.floor(sum + 0.5));
        }
    }
}
