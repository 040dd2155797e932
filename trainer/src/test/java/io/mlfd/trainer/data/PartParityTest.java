package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.data.augmentation.Region;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of an image that is brought to the image's size is torchvision's {@code resized_crop}, bilinear with antialiasing. */
@ExtendWith(EngineExtension.class)
class PartParityTest {
    private static final int COLOURS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"noise", "ramp", "few", "colours", "flat"})
    void pixelsAreThoseOfTorchvision(String name, TorchEngine engine) {
        try (NDManager manager = engine.step()) {
            PyTorchFixture fixture = PyTorchFixture.read("augmentation", manager);
            byte[] image = pixels(fixture.get(name));
            int size = (int) fixture.get(name).getShape().get(1);
            fixture.below(name + "/part ").forEach((box, expected) -> {
                int[] sides = Stream.of(box.split(" ", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                Region region = new Region(sides[0], sides[1], sides[2], sides[3]);
                byte[] found = new RgbImage(region.width(), region.height(), region.of(image, size))
                        .resize(size, size)
                        .pixels();
                byte[] python = pixels(expected);
                for (int i = 0; i < python.length; i++) {
                    assertThat(Math.abs((found[i] & 0xff) - (python[i] & 0xff)))
                            .as("%s at %d", box, i)
                            .isLessThanOrEqualTo(1);
                }
            });
        }
    }

    /** From (3, S, S) to rows of pixels. */
    private static byte[] pixels(NDArray planes) {
        float[] values = planes.toFloatArray();
        int plane = values.length / COLOURS;
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i % plane * COLOURS + i / plane] = (byte) (int) values[i];
        }
        return pixels;
    }
}
