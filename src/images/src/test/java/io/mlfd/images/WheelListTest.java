package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mlfd.images.WheelIndex.Stand;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a list of wheels may say, and what is compared with it. */
class WheelListTest {

    @TempDir
    Path folder;

    private StandWheels wheels;

    @BeforeEach
    void wheels() throws Exception {
        wheels = StandWheels.in(folder);
    }

    @AfterEach
    void stop() {
        wheels.close();
    }

    @Test
    void aListedFileThatTheWheelLacksOrHasOtherwiseIsNamed() throws Exception {
        wheels.index()
                .list(wheels.torch().listing("torch/lib/libgone.so", "/opt/torch/libgone.so", "gone"), wheels.cublas());
        assertThatIOException()
                .isThrownBy(() -> wheels.layers("out"))
                .withMessage(wheels.torch().wheel().file() + " has no file torch/lib/libgone.so");

        wheels.index()
                .list(
                        wheels.torch().listing("torch/lib/libshm.so", "/opt/torch/libshm.so", "wants python"),
                        wheels.cublas());
        assertThatIOException()
                .isThrownBy(() -> wheels.layers("out"))
                .withMessageContaining("torch/lib/libshm.so has sha256");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            torch/lib/../../x.so | /opt/torch/x.so              | leads out of the wheel
            /etc/passwd          | /opt/torch/x.so              | leads out of the wheel
            torch/lib/x.so       | /opt/torch/../../etc/x.so    | is in none of the folders
            torch/lib/x.so       | /etc/x.so                    | is in none of the folders
            torch/lib/x.so       | /opt/torch/libtorch.so       | is there twice
            """)
    void aListThatLeadsElsewhereIsRefused(String path, String target, String problem) throws Exception {
        wheels.index().list(wheels.torch().listing(path, target, "x"), wheels.cublas());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> wheels.layers("out"))
                .withMessageStartingWith("libraries.json: torch 9.8.7: ")
                .withMessageContaining(problem);
    }

    @Test
    void aLicenceThatNobodyReadIsRefused() throws Exception {
        wheels.index().list(wheels.torch().under("LicenseRef-Other"), wheels.cublas());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wheels.layers("out"))
                .withMessageContaining("LicenseRef-Other is no licence that is known");

        wheels.index()
                .list(
                        new Stand("torch", "9.8.7", "MIT")
                                .with("a", "/opt/torch/a", "a")
                                .under("BSD-3-Clause"),
                        wheels.cublas());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wheels.layers("out"))
                .withMessageContaining("nothing of it is its licence");
    }

    @Test
    void aListOfAnotherVersionThanTheProjectsIsRefused() throws Exception {
        wheels.index().write(wheels.list());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CudaLibraries.read(wheels.root(), "9.9", folder.resolve("out")))
                .withMessageContaining("PyTorch 9.8.7");
    }

    /** What is checked in can be read, and is of the version that the project computes with. */
    @Test
    void theProjectsOwnListIsSound() throws Exception {
        WheelList list = WheelList.read(Path.of("src/main/cuda/libraries.json"));

        assertThat(Files.readString(Path.of("../../pom.xml")))
                .contains("<pytorch.version>" + list.pytorch() + "</pytorch.version>");
        assertThat(list.wheels()).extracting(Wheel::project).contains("torch", "nvidia-cudnn-cu12");
        assertThat(list.wheels().stream()
                        .flatMap(wheel -> wheel.files().stream())
                        .map(Wheel.Member::target))
                .contains("/opt/torch/libtorch_cuda.so", "/opt/cuda/libcaffe2_nvrtc.so")
                // DJL would load them, and they want Python or a driver.
                .doesNotContain("/opt/torch/libtorch_python.so", "/opt/torch/libcaffe2_nvrtc.so");
    }
}
