package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomOfRuntimeTest {

    @Test
    void theRuntimeIsListedAfterTheLibraries(@TempDir Path folder) throws Exception {
        Path bill = Files.writeString(folder.resolve("a.json"), """
                {"bomFormat": "CycloneDX", "serialNumber": "urn:uuid:0",
                 "metadata": {"component": {"group": "io.mlfd"}},
                 "components": [{"group": "a", "name": "b", "version": "1", "purl": "pkg:maven/a/b@1",
                                 "licenses": [{"license": {"id": "MIT"}}]}],
                 "dependencies": []}
                """);
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");

        SbomOfRuntime.write(bill, "17.0.15+6", "Somebody", first);
        SbomOfRuntime.write(bill, "17.0.15+6", "Somebody", second);

        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(first)
                .content()
                .contains("pkg:generic/openjdk@17.0.15%2B6", "\"publisher\" : \"Somebody\"", "\"platform\"")
                .doesNotContain("urn:uuid:0\"");
        Sbom read = Sbom.read(first);
        assertThat(read.components()).hasSize(2);
        assertThat(read.components().get(1).licences()).containsExactly("GPL-2.0-with-classpath-exception");
        assertThat(read.components().get(1).version()).isEqualTo("17.0.15+6");
    }
}
