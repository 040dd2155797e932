package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in files that are read when they are looked at. */
class KnownImagesTest {
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

    private ImageFolderListing list(boolean skipsBadImages) {
        return LocalImages.folder(root, "set", Selection.ALL, skipsBadImages).list(0, StopSignal.never());
    }

    /** As a later stage finds them, or one that goes on: nothing is read before it is looked at. */
    private LoadedDataSet loadKnown(ImageFolderListing listing, long memory, Workers workers) {
        LoadedDataSet before = listing.load(Loading.of(1, MEMORY), StopSignal.never());
        KnownImages known = new KnownImages(listing.contents(StopSignal.never()), Optional.of(before.statistics()));
        return listing.load(new Loading(1, memory, workers, Optional.of(known)), StopSignal.never());
    }

    @Test
    void whatIsKnownIsReadWhenItIsLookedAt() throws IOException {
        LoadedDataSet known = loadKnown(list(false), MEMORY, Workers.none());
        assertThat(known.train().pixels(0)).containsExactly(10, 10, 10);
        Files.delete(set.resolve("train/cat/0.png"));
        Files.delete(set.resolve("train/cat/1.png"));

        assertThat(known.train().pixels(0)).containsExactly(10, 10, 10);
        assertThatThrownBy(() -> known.train().pixels(1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("set/train/cat/1.png")
                .hasMessageContaining("do not change data sets while they are used");
    }

    @Test
    void aChangedBitIsFoundWhenItsImageIsRead() throws IOException {
        LoadedDataSet known = loadKnown(list(false), 0, Workers.none());
        assertThat(known.train().pixels(1)).containsExactly(20, 20, 20);
        byte[] file = Files.readAllBytes(set.resolve("train/cat/1.png"));
        file[file.length - 1] ^= 1;
        Files.write(set.resolve("train/cat/1.png"), file);

        assertThatThrownBy(() -> known.train().pixels(1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("set/train/cat/1.png is not what it was when the data set was read");
    }

    @Test
    void badImagesAreToldInOrderHoweverManyThreadsDecode() {
        write(set.resolve("train/cat/0.png"), "no".getBytes(StandardCharsets.UTF_8));
        write(set.resolve("train/dog/1.png"), new byte[0]);
        write(set.resolve("test/dog/t.png"), "no".getBytes(StandardCharsets.UTF_8));
        ImageFolderListing listing = list(false);

        try (Workers workers = Workers.of(3, Ticker.startingAt(Duration.ZERO))) {
            Loading loading = new Loading(1, MEMORY, workers, Optional.empty());
            assertThatThrownBy(() -> listing.load(loading, StopSignal.never()))
                    .isInstanceOfSatisfying(BadInputException.class, e -> assertThat(e.problems())
                            .hasSize(3)
                            .satisfies(first -> assertThat(first).contains("train/cat/0.png"), Index.atIndex(0))
                            .satisfies(second -> assertThat(second).contains("train/dog/1.png"), Index.atIndex(1))
                            .satisfies(third -> assertThat(third).contains("test/dog/t.png"), Index.atIndex(2)));
        }
    }

    @Test
    void aStampShowsEveryChangeOfAFileButOneOfTheSameMomentAndSize() throws IOException {
        FileStamp before = list(false).stamp(StopSignal.never());
        assertThat(list(false).stamp(StopSignal.never())).isEqualTo(before);
        assertThat(before.showsChangesAfter(before.newest())).isFalse();
        assertThat(before.showsChangesAfter(before.newest().plusSeconds(3))).isTrue();

        FileTime later = FileTime.from(before.newest().plusMillis(10));
        Files.setLastModifiedTime(set.resolve("train/cat/0.png"), later);

        assertThat(list(false).stamp(StopSignal.never()).hexadecimal()).isNotEqualTo(before.hexadecimal());
        assertThat(list(true).stamp(StopSignal.never()).hexadecimal())
                .isNotEqualTo(list(false).stamp(StopSignal.never()).hexadecimal());
    }
}
