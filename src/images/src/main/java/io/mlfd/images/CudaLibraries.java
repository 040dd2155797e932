package io.mlfd.images;

import io.mlfd.images.Image.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PyTorch's and NVIDIA's libraries, out of wheels, with DJL's JNI library for them.
 *
 * @param jni folder with that library alone
 * @param notices folder of what is said of all of them
 */
record CudaLibraries(WheelList list, Path jni, Path notices) {

    /** What the CPU's image holds in their place: the beginning of its package URL. */
    static final String REPLACED = "pkg:maven/ai.djl.pytorch/pytorch-native-cpu@";

    /**
     * @param pytorch version that the project computes with
     * @throws IllegalArgumentException where the list is of another version, or cannot be
     */
    static CudaLibraries read(Path root, String pytorch, Path out) throws IOException {
        Path images = root.resolve("src/images");
        WheelList list = WheelList.read(images.resolve("src/main/cuda/libraries.json"));
        if (!list.pytorch().equals(pytorch)) {
            throw new IllegalArgumentException("libraries.json is of PyTorch " + list.pytorch()
                    + ", the project computes with " + pytorch + ": make it anew");
        }
        return new CudaLibraries(list, out.resolve("jni"), images.resolve("src/main/notices/cuda"));
    }

    /**
     * Wheels' layers first, in the order of the list, the small ones of this project's build last.
     *
     * @param out where they are unpacked
     */
    List<Layer> layers(WheelCache wheels, Path out) throws IOException {
        List<Layer> layers = new ArrayList<>();
        for (Wheel wheel : list.wheels()) {
            layers.add(UnpackedWheel.of(wheel, wheels.get(wheel), out.resolve("wheels"))
                    .layer());
        }
        Path table = out.resolve("cuda-libraries.txt");
        Files.writeString(table, table(), StandardCharsets.UTF_8);
        layers.add(new Layer(
                "jni",
                List.of(
                        new Tree("jni", jni, Libtorch.FOLDER),
                        new Tree("notices", notices, Application.PAPERS + "/licences/cuda"),
                        new Tree("table", table, Application.PAPERS + "/licences/cuda-libraries.txt"))));
        return List.copyOf(layers);
    }

    /** A line for each wheel, as that of the Java libraries. */
    private String table() {
        return String.join(
                "",
                list.wheels().stream()
                        .map(wheel -> wheel.text() + ": " + wheel.licence() + "\n")
                        .sorted()
                        .toList());
    }

    /** The application's bill of materials with these in the place of the CPU's, as {@code out/trainer-cuda.cdx.json}. */
    Application in(Application trainer, Path out) throws IOException {
        Path file =
                new SbomOfWheels(list.wheels(), REPLACED).write(trainer.sbom(), out.resolve("trainer-cuda.cdx.json"));
        return new Application(trainer.folder(), file, trainer.notices());
    }
}
