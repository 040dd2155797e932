package io.mlfd.images;

import io.mlfd.images.Image.Layer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The library that the trainer computes with, and how DJL is told of it.
 *
 * @param version of PyTorch
 * @param flavor as DJL names it: {@code cpu}, {@code cu128}
 * @param layers its files, what DJL loads in {@link #FOLDER}, with their licence notices
 * @param environment what it asks for beyond what DJL is told
 */
record Libtorch(String version, String flavor, List<Layer> layers, Map<String, String> environment) {

    static final String FOLDER = "/opt/torch";

    /** What libraries find by {@code LD_LIBRARY_PATH}, as they are linked or when they ask for it; DJL loads nothing here by itself. */
    static final String CUDA_FOLDER = "/opt/cuda";

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
                                        Application.PAPERS + "/licences/libtorch")))),
                Map.of());
    }

    /**
     * For NVIDIA's GPUs. The image asks for no GPU itself: on a node whose default runtime is NVIDIA's, {@code all} would show
     * every pod of it every GPU, also those that are others'. A device plugin, and docker's {@code --gpus}, set the variable.
     */
    static Libtorch cuda(CudaLibraries libraries, WheelCache wheels, Path out) throws IOException {
        return new Libtorch(
                libraries.list().pytorch(),
                libraries.list().flavor(),
                libraries.layers(wheels, out),
                Map.of(
                        // The last two are where some nodes mount the driver without NVIDIA's container toolkit.
                        "LD_LIBRARY_PATH", CUDA_FOLDER + ":/usr/local/nvidia/lib:/usr/local/nvidia/lib64",
                        "NVIDIA_VISIBLE_DEVICES", "void",
                        "NVIDIA_DRIVER_CAPABILITIES", "compute,utility"));
    }
}
