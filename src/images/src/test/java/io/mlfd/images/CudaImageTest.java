package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlfd.images.Image.Built;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the list to the image, with wheels of a few bytes from an index of the test's own. */
class CudaImageTest {

    private static final Origin ORIGIN = new Origin("1.2.3", Optional.empty(), Optional.empty());

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
    void theImageHoldsWhatIsListedAndSaysSo() throws Exception {
        Built built = build("out");

        assertThat(built.reference()).isEqualTo("localhost/mlfd-trainer-cuda:1.2.3");
        assertThat(built.file()).isEqualTo(folder.resolve("out/trainer-cuda.tar"));
        ArchivedImage image = ArchivedImage.of(built);
        assertThat(image.files())
                .containsEntry("opt/torch/libtorch.so", "torch's library")
                .containsEntry("opt/torch/9-libdjl_torch.so", "jni")
                .containsEntry("opt/cuda/libcublas.so.12", "multiplies matrices")
                .containsEntry("usr/share/doc/mlfd/licences/nvidia-cublas-cu12/License.txt", "NVIDIA's terms")
                .containsEntry(
                        "usr/share/doc/mlfd/licences/cuda-libraries.txt",
                        "nvidia-cublas-cu12 1.2: LicenseRef-NVIDIA-CUDA-EULA\ntorch 9.8.7: BSD-3-Clause\n")
                .containsKey("usr/share/doc/mlfd/licences/cuda/README");
        assertThat(image.files().keySet()).noneMatch(name -> name.contains("libshm") || name.contains("outside"));
        assertThat(image.environment())
                .contains(
                        "PYTORCH_VERSION=9.8.7",
                        "PYTORCH_FLAVOR=cu000",
                        "PYTORCH_LIBRARY_PATH=/opt/torch",
                        "LD_LIBRARY_PATH=/opt/cuda:/usr/local/nvidia/lib:/usr/local/nvidia/lib64",
                        "NVIDIA_DRIVER_CAPABILITIES=compute,utility",
                        "NVIDIA_VISIBLE_DEVICES=void");
        assertThat(LayerSizes.of(built).lines(List.of("torch", "cublas", "jni", "libraries", "notices", "application")))
                .hasSize(6)
                .first()
                .asString()
                .startsWith("torch ")
                .endsWith("0.0 MB unpacked");
    }

    @Test
    void theBillOfMaterialsHasEveryWheelWithItsDigestInThePlaceOfTheCpusLibrary() throws Exception {
        JsonNode bill = new ObjectMapper()
                .readTree(ArchivedImage.of(build("out")).files().get("usr/share/doc/mlfd/sbom.cdx.json"));

        assertThat(bill.path("components").findValuesAsText("purl"))
                .containsExactly("pkg:maven/a/b@1", "pkg:pypi/torch@9.8.7", "pkg:pypi/nvidia-cublas-cu12@1.2");
        JsonNode library = bill.at("/components/2");
        assertThat(library.at("/hashes/0/content").asText())
                .isEqualTo(wheels.cublas().wheel().sha256());
        assertThat(library.at("/licenses/0/license/name").asText()).isEqualTo("LicenseRef-NVIDIA-CUDA-EULA");
        assertThat(library.at("/components/0/name").asText()).isEqualTo("/opt/cuda/libcublas.so.12");
        assertThat(library.at("/components/0/hashes/0/content").asText())
                .isEqualTo(Digests.of("multiplies matrices".getBytes(StandardCharsets.UTF_8)));
        assertThat(bill.at("/components/1/licenses/0/license/id").asText()).isEqualTo("BSD-3-Clause");
        assertThat(bill.at("/dependencies/0/dependsOn").toString()).isEqualTo("[\"pkg:maven/a/b@1\"]");
        assertThat(bill.path("dependencies").findValuesAsText("ref"))
                .containsExactly("root", "pkg:pypi/torch@9.8.7", "pkg:pypi/nvidia-cublas-cu12@1.2");
        assertThat(bill.path("serialNumber").asText()).startsWith("urn:uuid:").isNotEqualTo("urn:uuid:cpu");
    }

    @Test
    void twoBuildsFromNothingHaveOneDigest() throws Exception {
        assertThat(build("one").digest()).isEqualTo(build("two").digest());
    }

    @Test
    void aLibraryThatChangedIsALayerThatChanged() throws Exception {
        List<String> before = ArchivedImage.of(build("one")).layers();
        Files.delete(wheels.cache().resolve(wheels.cublas().wheel().file()));
        wheels.index()
                .serve(
                        wheels.torch(),
                        wheels.cublas().with("nvidia/cublas/lib/libmore.so", "/opt/cuda/libmore.so", "more"));

        List<String> after = ArchivedImage.of(build("two")).layers();

        assertThat(after).hasSameSizeAs(before);
        // The base, torch, cublas, JNI and table, libraries, notices, application with the bill of materials.
        assertThat(after.get(1)).isEqualTo(before.get(1));
        assertThat(after.get(2)).isNotEqualTo(before.get(2));
        assertThat(after.subList(3, 6)).isEqualTo(before.subList(3, 6));
    }

    private Built build(String out) throws Exception {
        Path target = folder.resolve(out);
        CudaLibraries libraries = wheels.libraries(target);
        Libtorch libtorch = Libtorch.cuda(libraries, wheels.cacheOfIndex(), target);
        return Images.cudaTrainer(libraries.in(application(), target), libtorch, new JavaRuntime.OfBase(), ORIGIN)
                .build(SmallBase.in(folder), target, target.resolve("jib"));
    }

    private Application application() throws Exception {
        Path app = folder.resolve("app");
        for (String file : List.of("lib/a.jar", "app/c.jar", "quarkus/run.dat", "quarkus-run.jar", "papers/LICENSE")) {
            Files.createDirectories(app.resolve(file).getParent());
            Files.writeString(app.resolve(file), file);
        }
        Path sbom = Files.writeString(app.resolve("sbom.json"), """
                {"bomFormat": "CycloneDX", "serialNumber": "urn:uuid:cpu", "components": [
                   {"bom-ref": "pkg:maven/a/b@1", "purl": "pkg:maven/a/b@1"},
                   {"bom-ref": "pkg:maven/ai.djl.pytorch/pytorch-native-cpu@9", "purl": "x"}],
                 "dependencies": [
                   {"ref": "root", "dependsOn": ["pkg:maven/ai.djl.pytorch/pytorch-native-cpu@9", "pkg:maven/a/b@1"]},
                   {"ref": "pkg:maven/ai.djl.pytorch/pytorch-native-cpu@9"}]}
                """);
        return new Application(app, sbom, app.resolve("papers"));
    }
}
