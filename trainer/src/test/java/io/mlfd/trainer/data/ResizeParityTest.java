package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever uses a trained network in PyTorch, as the docs say, gives it the pixels that it was trained on. */
@ExtendWith(EngineExtension.class)
class ResizeParityTest {
    private static final int COLOURS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"smaller", "larger", "by half", "to few"})
    void pixelsAreThoseOfPyTorch(String name, TorchEngine engine) {
        try (NDManager manager = engine.step()) {
            PyTorchFixture fixture = PyTorchFixture.read("resize", manager);
            NDArray image = fixture.get(name + "/image");
            NDArray expected = fixture.get(name + "/resized");
            int size = (int) expected.getShape().get(1);

            RgbImage resized = image(image).resize(size, size);

            byte[] python = image(expected).pixels();
            int others = 0;
            for (int i = 0; i < python.length; i++) {
                int difference = (resized.pixels()[i] & 0xff) - (python[i] & 0xff);
                assertThat(Math.abs(difference)).isLessThanOrEqualTo(1);
                others += Math.abs(difference);
            }
            // Sums in float32 there and in double here may lie on either side of an exact half.
            assertThat(others)
                    .as("pixels of %d that differ by one", python.length)
                    .isLessThan(python.length / 100);
        }
    }

    /** From (3, H, W) to rows of pixels. */
    private static RgbImage image(NDArray planes) {
        int height = (int) planes.getShape().get(1);
        int width = (int) planes.getShape().get(2);
        float[] values = planes.toFloatArray();
        byte[] pixels = new byte[values.length];
        for (int at = 0; at < width * height; at++) {
            for (int colour = 0; colour < COLOURS; colour++) {
                pixels[COLOURS * at + colour] = (byte) (int) values[colour * width * height + at];
            }
        }
        return new RgbImage(width, height, pixels);
    }
}
