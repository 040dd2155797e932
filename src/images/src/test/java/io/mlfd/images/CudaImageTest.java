package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.mlfd.images.Image.Built;
import io.mlfd.images.Image.Layer;
import io.mlfd.images.WheelIndex.Stand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the list to the image, with wheels of a few bytes from an index of the test's own. */
class CudaImageTest {

    private static final Origin ORIGIN = new Origin("1.2.3", Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private WheelIndex index;
    private Stand torch;
    private Stand cublas;

    @BeforeEach
    void wheels() throws Exception {
        index = new WheelIndex();
        torch = new Stand("torch", "9.8.7", "BSD-3-Clause")
                .with("torch/lib/libtorch.so", "/opt/torch/libtorch.so", "torch's library")
                .with("torch-9.8.7.dist-info/LICENSE", "/usr/share/doc/mlfd/licences/torch/LICENSE", "torch's terms")
                .beside("torch/lib/libshm.so", "wants Python");
        cublas = new Stand("nvidia-cublas-cu12", "1.2", "LicenseRef-NVIDIA-CUDA-EULA")
                .with("nvidia/cublas/lib/libcublas.so.12", "/opt/cuda/libcublas.so.12", "multiplies matrices")
                .with(
                        "nvidia_cublas_cu12-1.2.dist-info/License.txt",
                        "/usr/share/doc/mlfd/licences/nvidia-cublas-cu12/License.txt",
                        "NVIDIA's terms")
                .beside("../../outside.so", "leads out");
        index.serve(torch, cublas);
        Path root = folder.resolve("root");
        Files.createDirectories(root.resolve("src/images/src/main/notices/cuda"));
        Files.writeString(root.resolve("src/images/src/main/notices/cuda/README"), "about these");
        Files.createDirectories(root.resolve("src/images/src/main/cuda"));
    }

    @AfterEach
    void stop() {
        index.close();
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
                .isEqualTo(cublas.wheel().sha256());
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
        Files.delete(cache().resolve(cublas.wheel().file()));
        index.serve(torch, cublas.with("nvidia/cublas/lib/libmore.so", "/opt/cuda/libmore.so", "more"));

        List<String> after = ArchivedImage.of(build("two")).layers();

        assertThat(after).hasSameSizeAs(before);
        // The base, torch, cublas, JNI and table, libraries, notices, application with the bill of materials.
        assertThat(after.get(1)).isEqualTo(before.get(1));
        assertThat(after.get(2)).isNotEqualTo(before.get(2));
        assertThat(after.subList(3, 6)).isEqualTo(before.subList(3, 6));
    }

    @Test
    void whatWasDownloadedIsNotAskedForAgain() throws Exception {
        layers("out");
        index.close();

        assertThat(layers("again")).hasSize(3);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("downloads torch 9.8.7")
                .hasLineCount(2);
    }

    @Test
    void aBrokenDownloadIsGoneOnWith() throws Exception {
        index.breakAfter(10);
        assertThatIOException()
                .isThrownBy(() -> layers("out"))
                .withMessageStartingWith(torch.wheel().file())
                .withMessageContaining("the same command again goes on from");
        assertThat(part(torch)).hasSize(10);

        layers("out");

        assertThat(index.ranges()).contains("bytes=10-");
    }

    @Test
    void aServerThatKnowsNoRangesBeginsAnew() throws Exception {
        Files.createDirectories(cache());
        Files.writeString(part(torch), "half of something else");
        index.withoutRanges();

        assertThat(layers("out")).hasSize(3);
    }

    @Test
    void anotherDigestIsNamedAndNothingIsKept() throws Exception {
        index.corrupt(cublas);

        assertThatIOException()
                .isThrownBy(() -> layers("out"))
                .withMessageContaining(cublas.wheel().file())
                .withMessageContaining("in the place of " + cublas.wheel().sha256());
        assertThat(part(cublas)).doesNotExist();
        assertThat(cache().resolve(cublas.wheel().file())).doesNotExist();
        assertThat(cache().resolve(torch.wheel().file())).exists();
    }

    @Test
    void aWheelInTheFolderThatIsAnotherIsNamedAndLeftThere() throws Exception {
        Files.createDirectories(cache());
        Path file = Files.writeString(cache().resolve(torch.wheel().file()), "another");

        assertThatIOException()
                .isThrownBy(() -> layers("out"))
                .withMessageContaining(file + " has sha256 ")
                .withMessageContaining("remove it");
        assertThat(file).hasContent("another");
    }

    @Test
    void moreBytesThanListedAreNotTaken() throws Exception {
        index.lengthen(torch);

        assertThatIOException().isThrownBy(() -> layers("out")).withMessageContaining("more bytes come than");
    }

    @Test
    void whatTheIndexLacksIsNamed() throws Exception {
        index.serve(torch);
        index.list(torch, cublas);

        assertThatIOException().isThrownBy(() -> layers("out")).withMessageContaining("answers 404");
        index.hide(torch);
        Files.delete(cache().resolve(torch.wheel().file()));
        assertThatIOException()
                .isThrownBy(() -> layers("out"))
                .withMessageContaining("has no file " + torch.wheel().file());
    }

    @Test
    void aListedFileThatTheWheelLacksOrHasOtherwiseIsNamed() throws Exception {
        index.list(torch.listing("torch/lib/libgone.so", "/opt/torch/libgone.so", "gone"), cublas);
        assertThatIOException()
                .isThrownBy(() -> layers("out"))
                .withMessage(torch.wheel().file() + " has no file torch/lib/libgone.so");

        index.list(torch.listing("torch/lib/libshm.so", "/opt/torch/libshm.so", "wants python"), cublas);
        assertThatIOException().isThrownBy(() -> layers("out")).withMessageContaining("torch/lib/libshm.so has sha256");
    }

    @Test
    void aPasswordGoesToTheIndexAloneAndIntoNoLine() throws Exception {
        index.redirectElsewhere();
        PackageIndex withPassword =
                PackageIndex.parse(index.uri().toString().replace("http://", "http://someone:secret@"));

        for (Wheel wheel : libraries(folder.resolve("out")).list().wheels()) {
            cacheOf(withPassword).get(wheel);
        }

        assertThat(index.authorizations()).contains("index Basic c29tZW9uZTpzZWNyZXQ=", "elsewhere null");
        assertThat(index.authorizations()).doesNotContain("elsewhere Basic c29tZW9uZTpzZWNyZXQ=", "index null");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .doesNotContain("secret")
                .contains("downloads torch");
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
        index.list(torch.listing(path, target, "x"), cublas);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> layers("out"))
                .withMessageStartingWith("libraries.json: torch 9.8.7: ")
                .withMessageContaining(problem);
    }

    @Test
    void aLicenceThatNobodyReadIsRefused() throws Exception {
        index.list(torch.under("LicenseRef-Other"), cublas);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layers("out"))
                .withMessageContaining("LicenseRef-Other is no licence that is known");

        index.list(
                new Stand("torch", "9.8.7", "MIT")
                        .with("a", "/opt/torch/a", "a")
                        .under("BSD-3-Clause"),
                cublas);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layers("out"))
                .withMessageContaining("nothing of it is its licence");
    }

    @Test
    void aListOfAnotherVersionThanTheProjectsIsRefused() throws Exception {
        index.write(list());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CudaLibraries.read(root(), "9.9", folder.resolve("out")))
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

    private Path root() {
        return folder.resolve("root");
    }

    private Path list() {
        return root().resolve("src/images/src/main/cuda/libraries.json");
    }

    private Path cache() {
        return folder.resolve("wheels");
    }

    private Path part(Stand wheel) {
        return cache().resolve(wheel.wheel().file() + ".part");
    }

    private WheelCache cacheOf(PackageIndex from) {
        return new WheelCache(cache(), from, new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    private CudaLibraries libraries(Path out) throws Exception {
        index.write(list());
        Files.createDirectories(out.resolve("jni"));
        Files.writeString(out.resolve("jni/9-libdjl_torch.so"), "jni");
        return CudaLibraries.read(root(), "9.8.7", out);
    }

    private List<Layer> layers(String out) throws Exception {
        Path target = folder.resolve(out);
        return libraries(target).layers(cacheOf(PackageIndex.parse(index.uri().toString())), target);
    }

    private Built build(String out) throws Exception {
        Path target = folder.resolve(out);
        CudaLibraries libraries = libraries(target);
        Libtorch libtorch =
                Libtorch.cuda(libraries, cacheOf(PackageIndex.parse(index.uri().toString())), target);
        return Images.cudaTrainer(libraries.in(application(), target), libtorch, ORIGIN)
                .build(base(), target, target.resolve("jib"));
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

    private Base base() throws Exception {
        Path file = folder.resolve("base.tar");
        Path os = Files.writeString(folder.resolve("os-release"), "ID=test\n");
        Jib.fromScratch()
                .addFileEntriesLayer(FileEntriesLayer.builder()
                        .addEntry(os, AbsoluteUnixPath.get("/etc/os-release"))
                        .build())
                .containerize(Containerizer.to(TarImage.at(file).named("localhost/base:1"))
                        .setOfflineMode(true)
                        .setBaseImageLayersCache(folder.resolve("scratch"))
                        .setApplicationLayersCache(folder.resolve("scratch")));
        return Base.parse("tar://" + file);
    }
}
