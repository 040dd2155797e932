package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that cannot be decoded are left out where a data set wants it, and an examination knows what its readers will find. */
class ImageFolderSkippingTest {
    private static final long MEMORY = 1 << 30;

    @TempDir
    private Path temporary;

    private Path root;
    private Path set;

    @BeforeEach
    void twoClassesOfThreeTrainAndOneTestImages() throws IOException {
        set = CatsAndDogs.below(temporary);
        root = set.getParent();
    }

    private ImageFolderListing list() {
        return LocalImages.folder(root, "set", Selection.ALL).list(0, StopSignal.never());
    }

    private ImageFolderListing skipping() {
        return LocalImages.folder(root, "set", Selection.ALL, true).list(0, StopSignal.never());
    }

    @Test
    void badImagesAreLeftOutWhereTheDataSetWantsIt() {
        String whole = list().fingerprint(StopSignal.never());
        assertThat(skipping().fingerprint(StopSignal.never()))
                .as("nothing to skip")
                .isEqualTo(whole);
        write(set.resolve("train/cat/0.png"), "no".getBytes(StandardCharsets.UTF_8));
        write(set.resolve("train/dog/2.png"), java.util.Arrays.copyOf(grey(1), 40));

        LoadedDataSet loaded = skipping().load(Loading.of(1, MEMORY), StopSignal.never());

        assertThat(loaded.skipped()).containsExactly("train/cat/0.png", "train/dog/2.png");
        assertThat(names(loaded.train()))
                .containsExactly("train/cat/1.png", "train/cat/2.png", "train/dog/0.png", "train/dog/1.png");
        assertThat(loaded.fingerprint())
                .isEqualTo(skipping().fingerprint(StopSignal.never()))
                .isNotEqualTo(whole)
                .isNotEqualTo(list().fingerprint(StopSignal.never()));
    }

    @Test
    void anExaminationFindsWhatTheReaderAndTheDecoderDo() {
        write(set.resolve("train/cat/0.png"), "no".getBytes(StandardCharsets.UTF_8));
        write(set.resolve("train/dog/2.png"), java.util.Arrays.copyOf(grey(1), 40));
        LoadedDataSet loaded = skipping().load(Loading.of(3, MEMORY), StopSignal.never());
        for (int threads = 1; threads <= 4; threads++) {
            KnownImages known = skipping()
                    .examine(OptionalInt.of(3), threads, StopSignal.never(), done -> {})
                    .known()
                    .orElseThrow();

            assertThat(known.contents().fingerprint()).isEqualTo(loaded.fingerprint());
            assertThat(known.contents().skipped()).isEqualTo(loaded.skipped());
            assertThat(known.statistics()).contains(loaded.statistics());
            assertThat(known.contents()
                            .digests()
                            .changesSince(
                                    skipping().contents(StopSignal.never()).digests()))
                    .isEmpty();
        }
        assertThat(list().examine(OptionalInt.of(3), 2, StopSignal.never(), done -> {})
                        .known())
                .as("with problems")
                .isEmpty();
    }

    @Test
    void nothingIsKnownWhereAFileCouldNotBeRead() throws IOException {
        Path file = set.resolve("train/cat/0.png");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), ImageLimits.DEFAULT.bytes());
        }

        Examination found = skipping().examine(OptionalInt.of(3), 2, StopSignal.never(), done -> {});

        assertThat(found.images().get(0).why())
                .hasValueSatisfying(why -> assertThat(why).isEqualTo(file + " is over 64 MiB; make the image smaller"));
        assertThat(found.known()).as("a stage has its own word for it").isEmpty();
    }

    @Test
    void aClassOfWhichNothingIsLeftIsAProblem() {
        write(set.resolve("test/cat/t.png"), "no".getBytes(StandardCharsets.UTF_8));
        String problem = set + ": class cat has no test image that can be decoded, 1 cannot; add good ones or leave the"
                + " class out";

        assertThatThrownBy(() -> skipping().load(Loading.of(1, MEMORY), StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessage(problem);
        assertThatThrownBy(() -> skipping().fingerprint(StopSignal.never())).hasMessage(problem);
        assertThat(skipping()
                        .examine(OptionalInt.empty(), 2, StopSignal.never(), done -> {})
                        .problems())
                .containsExactly(problem);
    }

    private static List<String> names(DataSetImages images) {
        return IntStream.range(0, images.count()).mapToObj(images::name).toList();
    }
}
