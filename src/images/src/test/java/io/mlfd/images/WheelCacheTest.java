package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How wheels come from an index, and what is told where they do not. */
class WheelCacheTest {

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
    void whatWasDownloadedIsNotAskedForAgain() throws Exception {
        wheels.layers("out");
        wheels.index().close();

        assertThat(wheels.layers("again")).hasSize(3);
        assertThat(wheels.told()).contains("downloads torch 9.8.7").hasLineCount(2);
    }

    @Test
    void aBrokenDownloadIsGoneOnWith() throws Exception {
        wheels.index().breakAfter(10);
        assertThatIOException()
                .isThrownBy(() -> wheels.layers("out"))
                .withMessageStartingWith(wheels.torch().wheel().file())
                .withMessageContaining("the same command again goes on from");
        assertThat(wheels.part(wheels.torch())).hasSize(10);

        wheels.layers("out");

        assertThat(wheels.index().ranges()).contains("bytes=10-");
    }

    @Test
    void aServerThatKnowsNoRangesBeginsAnew() throws Exception {
        Files.createDirectories(wheels.cache());
        Files.writeString(wheels.part(wheels.torch()), "half of something else");
        wheels.index().withoutRanges();

        assertThat(wheels.layers("out")).hasSize(3);
    }

    @Test
    void anotherDigestIsNamedAndNothingIsKept() throws Exception {
        wheels.index().corrupt(wheels.cublas());

        assertThatIOException()
                .isThrownBy(() -> wheels.layers("out"))
                .withMessageContaining(wheels.cublas().wheel().file())
                .withMessageContaining(
                        "in the place of " + wheels.cublas().wheel().sha256());
        assertThat(wheels.part(wheels.cublas())).doesNotExist();
        assertThat(wheels.cache().resolve(wheels.cublas().wheel().file())).doesNotExist();
        assertThat(wheels.cache().resolve(wheels.torch().wheel().file())).exists();
    }

    @Test
    void aWheelInTheFolderThatIsAnotherIsNamedAndLeftThere() throws Exception {
        Files.createDirectories(wheels.cache());
        Path file =
                Files.writeString(wheels.cache().resolve(wheels.torch().wheel().file()), "another");

        assertThatIOException()
                .isThrownBy(() -> wheels.layers("out"))
                .withMessageContaining(file + " has sha256 ")
                .withMessageContaining("remove it");
        assertThat(file).hasContent("another");
    }

    @Test
    void moreBytesThanListedAreNotTaken() throws Exception {
        wheels.index().lengthen(wheels.torch());

        assertThatIOException().isThrownBy(() -> wheels.layers("out")).withMessageContaining("more bytes come than");
    }

    @Test
    void whatTheIndexLacksIsNamed() throws Exception {
        wheels.index().serve(wheels.torch());
        wheels.index().list(wheels.torch(), wheels.cublas());

        assertThatIOException().isThrownBy(() -> wheels.layers("out")).withMessageContaining("answers 404");
        wheels.index().hide(wheels.torch());
        Files.delete(wheels.cache().resolve(wheels.torch().wheel().file()));
        assertThatIOException()
                .isThrownBy(() -> wheels.layers("out"))
                .withMessageContaining("has no file " + wheels.torch().wheel().file());
    }

    @Test
    void aPasswordGoesToTheIndexAloneAndIntoNoLine() throws Exception {
        wheels.index().redirectElsewhere();
        PackageIndex withPassword =
                PackageIndex.parse(wheels.index().uri().toString().replace("http://", "http://someone:secret@"));

        for (Wheel wheel : wheels.libraries(folder.resolve("out")).list().wheels()) {
            wheels.cacheOf(withPassword).get(wheel);
        }

        assertThat(wheels.index().authorizations()).contains("index Basic c29tZW9uZTpzZWNyZXQ=", "elsewhere null");
        assertThat(wheels.index().authorizations())
                .doesNotContain("elsewhere Basic c29tZW9uZTpzZWNyZXQ=", "index null");
        assertThat(wheels.told()).doesNotContain("secret").contains("downloads torch");
    }

    @Test
    void anotherPortOfItsHostIsAnotherPlaceForAPassword() throws Exception {
        PackageIndex other = PackageIndex.parse("http://someone:secret@127.0.0.1:1/simple");

        other.open(wheels.index().uri().resolve("/simple/torch/"), 0);

        assertThat(wheels.index().authorizations()).containsExactly("index null");
    }
}
