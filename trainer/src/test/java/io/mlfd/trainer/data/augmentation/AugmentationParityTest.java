package io.mlfd.trainer.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.data.augmentation.RandAugment.Kind;
import io.mlfd.trainer.engine.EngineExtension;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Given what was drawn, pixels become what torchvision makes of them. */
@ExtendWith(EngineExtension.class)
class AugmentationParityTest {
    private static final int MAGNITUDES = 31;

    private final PyTorchFixture fixture;

    AugmentationParityTest(NDManager manager) {
        fixture = PyTorchFixture.read("augmentation", manager);
    }

    private static PixelOperation operation(String name) {
        String[] words = name.split(" ", -1);
        double parameter = words.length == 2 ? Double.parseDouble(words[1]) : 0;
        return switch (words[0]) {
            case "brightness" -> new Brightness(parameter);
            case "contrast" -> new Contrast(parameter);
            case "saturation" -> new Saturation(parameter);
            case "sharpness" -> new Sharpness(parameter);
            case "hue" -> new Hue(parameter);
            case "posterize" -> new Posterize((int) parameter);
            case "solarize" -> new Solarize(parameter);
            case "autocontrast" -> new AutoContrast();
            case "equalize" -> new Equalize();
            case "translatex" -> Affine.translate((int) parameter, 0);
            case "translatey" -> Affine.translate(0, (int) parameter);
            case "rotate" -> Affine.rotate(parameter);
            case "shearx" -> (pixels, size) -> Affine.shearX(parameter, size).of(pixels, size);
            case "sheary" -> (pixels, size) -> Affine.shearY(parameter, size).of(pixels, size);
            default -> throw new AssertionError(name);
        };
    }

    /**
     * @param apart how far a level may be from torchvision's
     * @param share how many of a thousand may differ at all
     */
    @ParameterizedTest
    @CsvSource({
        "brightness, 0, 0",
        "posterize, 0, 0",
        "solarize, 0, 0",
        "equalize, 0, 0",
        "autocontrast, 0, 0",
        "translatex, 0, 0",
        "translatey, 0, 0",
        "contrast, 0, 0",
        "saturation, 0, 0",
        "sharpness, 0, 0",
        "hue, 0, 0",
        "shearx, 1, 10",
        "sheary, 1, 10",
        "rotate, 1, 10"
    })
    void pixelsAreThoseOfTorchvision(String kind, int apart, int share) {
        int compared = 0;
        int others = 0;
        for (String image : new String[] {"noise", "ramp", "few", "colours", "flat"}) {
            byte[] pixels = pixels(fixture.get(image));
            byte[] before = pixels.clone();
            for (Map.Entry<String, NDArray> each :
                    fixture.below(image + "/" + kind).entrySet()) {
                byte[] expected = pixels(each.getValue());
                byte[] found = operation(kind + each.getKey()).of(pixels, size(each.getValue()));
                assertThat(found).hasSameSizeAs(expected);
                for (int i = 0; i < expected.length; i++) {
                    int difference = Math.abs((found[i] & 0xff) - (expected[i] & 0xff));
                    assertThat(difference)
                            .as("%s, %s%s, at %d: %d for %d", image, kind, each.getKey(), i, found[i], expected[i])
                            .isLessThanOrEqualTo(apart);
                    others += difference;
                }
                compared += expected.length;
            }
            assertThat(pixels).as("%s as it was given", image).isEqualTo(before);
        }
        assertThat(compared).isPositive();
        assertThat(others).as("levels of %d", compared).isLessThanOrEqualTo(compared * share / 1000);
    }

    /** In float32 there, so what is cut to whole pixels or bits has to be equal and the rest nearly. */
    @ParameterizedTest
    @ValueSource(ints = {28, 32, 64, 224})
    void magnitudesAreThoseOfRandAugment(int size) {
        for (int magnitude = 0; magnitude < MAGNITUDES; magnitude++) {
            RandAugment random = new RandAugment(1, magnitude);
            double slope = expected("ShearX", size, magnitude);
            assertThat(((Affine) random.operation(Kind.SHEAR_X, false, size)).xy())
                    .isCloseTo(slope, within(1e-7));
            assertThat(((Affine) random.operation(Kind.SHEAR_Y, true, size)).yx())
                    .isCloseTo(-slope, within(1e-7));
            int pixels = (int) expected("TranslateX", size, magnitude);
            assertThat(random.operation(Kind.TRANSLATE_X, false, size)).isEqualTo(Affine.translate(pixels, 0));
            assertThat(random.operation(Kind.TRANSLATE_Y, true, size)).isEqualTo(Affine.translate(0, -pixels));
            assertThat(((Affine) random.operation(Kind.ROTATE, false, size)).xx())
                    .isCloseTo(Math.cos(Math.toRadians(expected("Rotate", size, magnitude))), within(1e-6));
            assertThat(((Affine) random.operation(Kind.ROTATE, true, size)).xy())
                    .isCloseTo(Math.sin(Math.toRadians(expected("Rotate", size, magnitude))), within(1e-6));
            double factor = expected("Brightness", size, magnitude);
            assertThat(((Brightness) random.operation(Kind.BRIGHTNESS, false, size)).factor())
                    .isCloseTo(1 + factor, within(1e-6));
            assertThat(((Saturation) random.operation(Kind.COLOR, true, size)).factor())
                    .isCloseTo(1 - factor, within(1e-6));
            assertThat(((Contrast) random.operation(Kind.CONTRAST, true, size)).factor())
                    .isCloseTo(1 - factor, within(1e-6));
            assertThat(((Sharpness) random.operation(Kind.SHARPNESS, false, size)).factor())
                    .isCloseTo(1 + factor, within(1e-6));
            for (boolean negative : new boolean[] {false, true}) {
                assertThat(random.operation(Kind.POSTERIZE, negative, size))
                        .isEqualTo(new Posterize((int) expected("Posterize", size, magnitude)));
                assertThat(((Solarize) random.operation(Kind.SOLARIZE, negative, size)).threshold())
                        .isCloseTo(255 * expected("Solarize", size, magnitude), within(1e-4));
            }
        }
    }

    @Test
    void theOperationsAreThoseOfRandAugment() {
        long withMagnitude = fixture.below("randaugment/").keySet().stream()
                .map(key -> key.replaceFirst("/.*", ""))
                .distinct()
                .count();

        // Identity, AutoContrast and Equalize have none.
        assertThat(Stream.of(Kind.values())).hasSize(Math.toIntExact(withMagnitude) + 3);
    }

    private double expected(String operation, int size, int magnitude) {
        return fixture.get("randaugment/" + operation + "/" + size).getFloat(magnitude);
    }

    private static int size(NDArray planes) {
        return (int) planes.getShape().get(1);
    }

    /** From (3, S, S) to rows of pixels. */
    private static byte[] pixels(NDArray planes) {
        float[] values = planes.toFloatArray();
        int plane = values.length / Levels.CHANNELS;
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i % plane * Levels.CHANNELS + i / plane] = (byte) (int) values[i];
        }
        return pixels;
    }
}
