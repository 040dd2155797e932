package io.mlfd.images;

import io.mlfd.images.Image.Layer;
import java.nio.file.Path;
import java.util.List;

/**
 * The library that the trainer computes with, and how DJL is told of it.
 *
 * @param version of PyTorch
 * @param flavor as DJL names it: {@code cpu}
 * @param layers all files in {@link #FOLDER}, with their licence notices
 */
record Libtorch(String version, String flavor, List<Layer> layers) {

    static final String FOLDER = "/opt/torch";

    /** As the trainer's build unpacks it from Maven's archives. */
    static Libtorch cpu(Path root, String version) {
        return new Libtorch(
                version,
                "cpu",
                List.of(new Layer(
                        "libtorch",
                        List.of(
                                new Tree("libtorch", root.resolve("trainer/target/torch"), FOLDER),
                                new Tree(
                                        "notices",
                                        root.resolve("src/images/src/main/notices/libtorch"),
                                        Application.PAPERS + "/licences/libtorch")))));
    }
}
