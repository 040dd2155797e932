package io.mlfd.images;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlfd.images.Wheel.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a CUDA image is made of, as {@code src/main/cuda/libraries.json} has it.
 *
 * @param pytorch version of PyTorch
 * @param flavor of DJL's JNI library
 * @param wheels in the order of their layers
 */
record WheelList(String pytorch, String flavor, List<Wheel> wheels) {

    /** Licences whose terms were read, and are told in the documentation. */
    static final Set<String> KNOWN = Set.of(
            "BSD-3-Clause",
            "LicenseRef-NVIDIA-CUDA-EULA",
            "LicenseRef-NVIDIA-cuDNN-EULA",
            "LicenseRef-NVIDIA-cuSPARSELt-EULA");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");
    private static final Pattern PATH = Pattern.compile("(" + NAME + "/)*" + NAME);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final List<String> FOLDERS =
            List.of(Libtorch.FOLDER + "/", Libtorch.CUDA_FOLDER + "/", Application.PAPERS + "/licences/");

    /** @throws IllegalArgumentException naming the entry that cannot be, and why */
    static WheelList read(Path file) throws IOException {
        WheelList list = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .readValue(file.toFile(), WheelList.class);
        list.check(file.getFileName().toString());
        return list;
    }

    private void check(String file) {
        require(!wheels.isEmpty(), file, "it lists no wheel");
        Set<String> targets = new HashSet<>();
        for (Wheel wheel : wheels) {
            String name = file + ": " + wheel.text();
            require(NAME.matcher(wheel.project()).matches(), name, "no name of a project");
            require(NAME.matcher(wheel.file()).matches(), name, wheel.file() + " is no name of a file");
            require(SHA256.matcher(wheel.sha256()).matches(), name, "its sha256 is none");
            require(
                    KNOWN.contains(wheel.licence()),
                    name,
                    wheel.licence() + " is no licence that is known to WheelList.java; read it, and add it there");
            require(
                    wheel.files().stream().anyMatch(member -> member.target().startsWith(Application.PAPERS)),
                    name,
                    "nothing of it is its licence");
            for (Member member : wheel.files()) {
                require(PATH.matcher(member.path()).matches(), name, member.path() + " leads out of the wheel");
                require(SHA256.matcher(member.sha256()).matches(), name, member.path() + " has no sha256");
                require(
                        FOLDERS.stream().anyMatch(member.target()::startsWith)
                                && PATH.matcher(member.target().substring(1)).matches(),
                        name,
                        member.target() + " is in none of the folders " + FOLDERS);
                require(targets.add(member.target()), name, member.target() + " is there twice");
            }
        }
    }

    private static void require(boolean holds, String where, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(where + ": " + problem);
        }
    }
}
