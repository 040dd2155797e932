package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of an image whose one library is a JVM's {@code libjava.so}, linked to glibc and to {@code libjvm.so}. */
class DemandsTest {

    @TempDir
    Path folder;

    private Path library;

    @BeforeEach
    void library() throws Exception {
        library = folder.resolve("libjava.so");
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "libjava.so"), library);
    }

    @Test
    void whatALibraryIsLinkedToIsReadOfIt() throws Exception {
        assertThat(NeededLibraries.of(library)).contains("libjvm.so", "libc.so.6");
        assertThat(NeededLibraries.of(Files.writeString(folder.resolve("text"), "no library")))
                .isEmpty();
    }

    @Test
    void whatTheBaseLacksIsSaidByName() throws Exception {
        Base base = SmallBase.of(folder, List.of("lib/libc.so.6", "bin/cat"), 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(base, new Demands(List.of("cat", "sha256sum"), Set.of(), Long.MAX_VALUE)))
                .withMessageStartingWith("mlfd.base: mlfd-test finds no libjvm.so (for libjava.so), no sha256sum:");
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void whatTheNodeHasTheBaseNeedNot() throws Exception {
        Base base = SmallBase.of(folder, List.of("lib/libc.so.6"), 0);

        assertThatNoException()
                .isThrownBy(() -> build(base, new Demands(List.of(), Set.of("libjvm.so"), Long.MAX_VALUE)));
        assertThat(folder.resolve("out/test.tar")).exists();
    }

    @Test
    void aBaseThatTakesTooMuchIsRefused() throws Exception {
        Base base = SmallBase.of(folder, List.of("lib/libc.so.6", "lib/libjvm.so"), 1_100_000);

        assertThatNoException().isThrownBy(() -> build(base, new Demands(List.of(), Set.of(), 1_100_000)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(base, new Demands(List.of(), Set.of(), 1_099_999)))
                .withMessageStartingWith("mlfd.base: it has 1.1 MB unpacked")
                .withMessageContaining("-Dmlfd.runtime=base");
    }

    private void build(Base base, Demands demands) throws Exception {
        Image.Layer layer = new Image.Layer("library", List.of(new Tree("library", library, "/opt/libjava.so")));
        new Image(
                        "mlfd-test",
                        new Origin("1", Optional.empty(), Optional.empty()),
                        "One library",
                        List.of(layer),
                        Map.of(),
                        List.of(),
                        Long.MAX_VALUE,
                        demands,
                        List.of("java"))
                .build(base, folder.resolve("out"), folder.resolve("jib"));
    }
}
