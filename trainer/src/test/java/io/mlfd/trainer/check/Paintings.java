package io.mlfd.trainer.check;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images of smooth waves, so that an image made smaller or saved with losses stays like itself and unlike all others. */
public final class Paintings {
    private Paintings() {}

    /** Another number, another image. */
    public static BufferedImage waves(int number, int side) {
        Random random = new Random(number);
        double[] phases = random.doubles(12, 0, 2 * Math.PI).toArray();
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int rgb = 0;
                for (int channel = 0; channel < 3; channel++) {
                    double u = 6.0 * x / side;
                    double v = 6.0 * y / side;
                    double wave = Math.sin(u + phases[4 * channel])
                            + Math.sin(v + phases[4 * channel + 1])
                            + Math.sin(u + v + phases[4 * channel + 2])
                            + Math.sin(u - v + phases[4 * channel + 3]);
                    rgb = rgb << 8 | (int) (128 + 30 * wave);
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    /** Writes an image as what its name ends with says. */
    public static void write(Path file, BufferedImage image) {
        try {
            Files.createDirectories(file.getParent());
            String name = file.toString();
            ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A data set of classes {@code a} and {@code b} with three train images and one test image each, all different. */
    public static void dataset(Path folder, int firstNumber) {
        int number = firstNumber;
        for (String name : List.of("a", "b")) {
            for (int i = 0; i < 3; i++) {
                write(folder.resolve("train/" + name + "/" + i + ".png"), waves(number++, 32));
            }
            write(folder.resolve("test/" + name + "/0.png"), waves(number++, 32));
        }
    }
}
