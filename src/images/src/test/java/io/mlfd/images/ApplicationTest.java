package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationTest {

    private static final String APACHE = "{\"license\": {\"id\": \"Apache-2.0\"}}";

    @TempDir
    Path root;

    private Path libraries;

    @BeforeEach
    void module() throws IOException {
        libraries = Files.createDirectories(root.resolve("trainer/target/quarkus-app/lib/main"));
        Files.writeString(root.resolve("LICENSE"), "of mlfd");
        jar(
                "org.one.first-1.0.jar",
                "META-INF/LICENSE",
                "META-INF/notice.txt",
                "org/one/License.class",
                "META-INF/x/LICENSE");
        jar("org.two.second-2.0-linux.jar", "LICENSE-2.0.txt", "Licence.class");
    }

    @Test
    void theNoticesOfEveryLibraryAreCollected() throws IOException {
        sbom(
                component("org.one", "first", "1.0", "", APACHE),
                component("org.two", "second", "2.0", "&classifier=linux", APACHE),
                component("org.own", "module", "1.0", "", ""));
        Path out = Files.createDirectory(root.resolve("out"));
        Files.createDirectories(out.resolve("notices/trainer/libraries/gone.jar"));

        Application application = Application.of(root, "trainer", out);

        try (var files = Files.walk(application.notices())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> application.notices().relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "LICENSE",
                            "libraries.txt",
                            "libraries/org.one.first-1.0.jar/META-INF/LICENSE",
                            "libraries/org.one.first-1.0.jar/META-INF/notice.txt",
                            "libraries/org.two.second-2.0-linux.jar/LICENSE-2.0.txt");
        }
        assertThat(application.notices().resolve("libraries.txt"))
                .hasContent(
                        "org.one:first 1.0: Apache-2.0\norg.own:module 1.0: Apache-2.0\norg.two:second 2.0: Apache-2.0\n");
        assertThat(application.notices().resolve("libraries/gone.jar")).doesNotExist();
        assertThat(application.sbom())
                .isEqualTo(out.resolve("trainer.cdx.json"))
                .hasSameBinaryContentAs(root.resolve("trainer/target/sbom.json"));
    }

    @Test
    void aJarThatTheBillOfMaterialsDoesNotListIsRefused() throws IOException {
        sbom(component("org.one", "first", "1.0", "", APACHE), component("org.two", "second", "2.0", "", APACHE));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Application.of(root, "trainer", root.resolve("out")))
                .withMessageContaining("does not list [org.two.second-2.0-linux.jar]");
    }

    @Test
    void aLibraryWithoutAKnownLicenceIsRefused() throws IOException {
        sbom(
                component("org.one", "first", "1.0", "", ""),
                component("org.two", "second", "2.0", "&classifier=linux", "{\"license\": {\"name\": \"Ours alone\"}}"),
                component("org.three", "third", "3.0", "", "{\"license\": {\"name\": \"Ours alone\"}}, " + APACHE));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Application.of(root, "trainer", root.resolve("out")))
                .withMessageContaining("[org.one:first 1.0 [], org.two:second 2.0 [Ours alone]]");
    }

    @Test
    void whatIsNoBillOfMaterialsIsNamed() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Application.of(root, "trainer", root.resolve("out")))
                .withMessageContaining("sbom.json is missing");
        Files.writeString(root.resolve("trainer/target/sbom.json"), "{}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Application.of(root, "trainer", root.resolve("out")))
                .withMessageContaining("sbom.json is no CycloneDX file");
    }

    private void sbom(String... components) throws IOException {
        Files.writeString(
                root.resolve("trainer/target/sbom.json"),
                "{\"bomFormat\": \"CycloneDX\", \"metadata\": {\"component\": {\"group\": \"org.own\"}}, \"components\": ["
                        + String.join(", ", components) + "]}");
    }

    private static String component(String group, String name, String version, String classifier, String licences) {
        return """
                {"group": "%1$s", "name": "%2$s", "version": "%3$s", "purl": "pkg:maven/%1$s/%2$s@%3$s?type=jar%4$s", "licenses": [%5$s]}""".formatted(group, name, version, classifier, licences);
    }

    private void jar(String name, String... entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(libraries.resolve(name)))) {
            for (String entry : List.of(entries)) {
                zip.putNextEntry(new ZipEntry(entry));
            }
        }
    }
}
