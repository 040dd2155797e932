import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Draws a data set of noisy squares: {@code java MakeImages.java FOLDER IMAGES SIZE png|jpg}, ten classes, a hundredth for the test. */
public final class MakeImages {
    private static final int CLASSES = 10;

    private MakeImages() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int images = Integer.parseInt(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        String format = arguments[3];
        IntStream.range(0, CLASSES).forEach(label -> {
            make(folder.resolve("train/class" + label));
            make(folder.resolve("test/class" + label));
        });
        IntStream.range(0, images + Math.max(CLASSES, images / 100)).parallel().forEach(i -> {
            String split = i < images ? "train" : "test";
            Path file = folder.resolve(split + "/class" + i % CLASSES + "/" + i + "." + format);
            try {
                ImageIO.write(image(i, size), format, file.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static BufferedImage image(int number, int size) {
        SplittableRandom random = new SplittableRandom(number);
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        int ground = random.nextInt(0x1000000) & 0x7f7f7f;
        int edge = size / 4 + size * (number % CLASSES) / (2 * CLASSES);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                boolean inside = x > size / 8 && x < size / 8 + edge && y > size / 8 && y < size / 8 + edge;
                image.setRGB(x, y, (inside ? 0x808080 : 0) + ground + (random.nextInt(0x1000000) & 0x0f0f0f));
            }
        }
        return image;
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
