package io.mlfd.images;

import io.mlfd.images.Image.Layer;
import io.mlfd.images.WheelIndex.Stand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A checkout that lists two wheels of a few bytes, and an index that has them.
 *
 * @param log what is told of downloads
 */
record StandWheels(Path folder, WheelIndex index, Stand torch, Stand cublas, ByteArrayOutputStream log)
        implements AutoCloseable {
    static final String PYTORCH = "9.8.7";

    static StandWheels in(Path folder) throws Exception {
        Stand torch = new Stand("torch", PYTORCH, "BSD-3-Clause")
                .with("torch/lib/libtorch.so", "/opt/torch/libtorch.so", "torch's library")
                .with("torch-9.8.7.dist-info/LICENSE", "/usr/share/doc/mlfd/licences/torch/LICENSE", "torch's terms")
                .beside("torch/lib/libshm.so", "wants Python");
        Stand cublas = new Stand("nvidia-cublas-cu12", "1.2", "LicenseRef-NVIDIA-CUDA-EULA")
                .with("nvidia/cublas/lib/libcublas.so.12", "/opt/cuda/libcublas.so.12", "multiplies matrices")
                .with(
                        "nvidia_cublas_cu12-1.2.dist-info/License.txt",
                        "/usr/share/doc/mlfd/licences/nvidia-cublas-cu12/License.txt",
                        "NVIDIA's terms")
                .beside("../../outside.so", "leads out");
        StandWheels wheels = new StandWheels(folder, new WheelIndex(), torch, cublas, new ByteArrayOutputStream());
        wheels.index.serve(torch, cublas);
        Path notices = Files.createDirectories(wheels.root().resolve("src/images/src/main/notices/cuda"));
        Files.writeString(notices.resolve("README"), "about these");
        Files.createDirectories(wheels.list().getParent());
        return wheels;
    }

    Path root() {
        return folder.resolve("root");
    }

    Path list() {
        return root().resolve("src/images/src/main/cuda/libraries.json");
    }

    /** Where downloads go. */
    Path cache() {
        return folder.resolve("wheels");
    }

    Path part(Stand wheel) {
        return cache().resolve(wheel.wheel().file() + ".part");
    }

    WheelCache cacheOf(PackageIndex from) {
        return new WheelCache(cache(), from, new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    WheelCache cacheOfIndex() {
        return cacheOf(PackageIndex.parse(index.uri().toString()));
    }

    CudaLibraries libraries(Path out) throws Exception {
        index.write(list());
        Files.createDirectories(out.resolve("jni"));
        Files.writeString(out.resolve("jni/9-libdjl_torch.so"), "jni");
        return CudaLibraries.read(root(), PYTORCH, out);
    }

    List<Layer> layers(String out) throws Exception {
        Path target = folder.resolve(out);
        return libraries(target).layers(cacheOfIndex(), target);
    }

    String told() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        index.close();
    }
}
