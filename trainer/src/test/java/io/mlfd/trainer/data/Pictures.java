package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Small pictures in every form in which layouts have them, all of a seed. */
final class Pictures {
    private Pictures() {}

    /** Values plane by plane, as files without any format have them. */
    static byte[] planes(int seed, int width, int height, int planes) {
        byte[] values = new byte[width * height * planes];
        new Random(seed).nextBytes(values);
        return values;
    }

    /** The same picture as PNG, of one plane or of three. */
    static byte[] png(byte[] values, int width, int height) {
        int planes = values.length / (width * height);
        byte[] rows = new byte[height * (1 + width * planes)];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int plane = 0; plane < planes; plane++) {
                    rows[y * (1 + width * planes) + 1 + x * planes + plane] = values[(plane * height + y) * width + x];
                }
            }
        }
        return TestImages.png(width, height, 8, planes == 1 ? 0 : 2, rows);
    }

    static LoadedDataSet load(Path root, String path, ImageLayout layout, int size) {
        return LocalImages.folder(root, path, layout, Selection.ALL)
                .list(0, StopSignal.never())
                .load(Loading.of(size, 1 << 24), StopSignal.never());
    }

    /** What a data set's problems are, in one line each. */
    static List<String> problems(Path root, String path, ImageLayout layout) {
        return LocalImages.folder(root, path, layout, Selection.ALL)
                .find(0, StopSignal.never())
                .problems();
    }

    /** Equal classes, labels and pixels, image by image. */
    static void assertSame(LoadedDataSet actual, LoadedDataSet expected) {
        assertSame(actual.train(), expected.train());
        assertSame(actual.test(), expected.test());
    }

    private static void assertSame(DataSetImages actual, DataSetImages expected) {
        assertThat(actual.classNames()).isEqualTo(expected.classNames());
        assertThat(actual.labels()).isEqualTo(expected.labels()).isNotEmpty();
        for (int image = 0; image < expected.count(); image++) {
            assertThat(actual.pixels(image)).as(expected.name(image)).isEqualTo(expected.pixels(image));
        }
    }
}
