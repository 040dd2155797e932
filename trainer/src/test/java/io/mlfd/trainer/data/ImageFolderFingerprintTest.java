package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.CatsAndDogs.classes;
import static io.mlfd.trainer.data.CatsAndDogs.selection;
import static io.mlfd.trainer.data.CatsAndDogs.validation;
import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.stop.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a data set is known by: a digest of all that is used of it. */
class ImageFolderFingerprintTest {
    @TempDir
    private Path temporary;

    private Path root;
    private Path set;

    @BeforeEach
    void twoClassesOfThreeTrainAndOneTestImages() throws IOException {
        set = CatsAndDogs.below(temporary);
        root = set.getParent();
    }

    private ImageFolderListing list(Selection selection) {
        return LocalImages.folder(root, "set", selection).list(0, StopSignal.never());
    }

    private ImageFolderListing list() {
        return list(Selection.ALL);
    }

    @Test
    void theFingerprintIsTheSameReadOrDecodedAndWhereverTheFolderLies() throws IOException {
        String fingerprint = list().fingerprint(StopSignal.never());
        assertThat(list().load(Loading.of(1, 1 << 30), StopSignal.never()).fingerprint())
                .isEqualTo(fingerprint)
                .matches("[0-9a-f]{64}");
        Files.move(set, root.resolve("moved"));

        assertThat(LocalImages.folder(root, "moved", Selection.ALL)
                        .list(5, StopSignal.never())
                        .fingerprint(StopSignal.never()))
                .isEqualTo(fingerprint);
    }

    /** Every value behind its length: what is on volumes was made from this. */
    @Test
    void theFingerprintIsTheDigestOfThese() throws IOException, NoSuchAlgorithmException {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        addText(values, "image folder 2");
        values.writeBytes(number(2));
        addText(values, "cat");
        addText(values, "dog");
        for (Split split : Split.values()) {
            addText(values, split.label());
            for (String name : list().names(split)) {
                addText(values, name);
                values.writeBytes(number(name.contains("cat") ? 0 : 1));
                byte[] content = Files.readAllBytes(set.resolve(name));
                values.writeBytes(number(content.length));
                values.writeBytes(content);
            }
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(values.toByteArray());

        assertThat(list().fingerprint(StopSignal.never()))
                .isEqualTo(HexFormat.of().formatHex(digest));
    }

    private static void addText(ByteArrayOutputStream values, String text) {
        values.writeBytes(number(text.length()));
        values.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    @Test
    void theFingerprintChangesWithAnythingThatIsUsed() throws IOException {
        String before = list().fingerprint(StopSignal.never());
        assertThat(list(classes("dog", "cat")).fingerprint(StopSignal.never())).isNotEqualTo(before);
        assertThat(list(validation(0.4)).fingerprint(StopSignal.never())).isNotEqualTo(before);
        String firstTwo = list(selection(List.of(), 2, 1)).fingerprint(StopSignal.never());
        Files.move(set.resolve("train/dog/2.png"), set.resolve("train/dog/3.png"));
        assertThat(list().fingerprint(StopSignal.never())).isNotEqualTo(before);
        assertThat(list(selection(List.of(), 2, 1)).fingerprint(StopSignal.never()))
                .isEqualTo(firstTwo);
        write(set.resolve("test/cat/t.png"), grey(99));
        assertThat(list(selection(List.of(), 2, 1)).fingerprint(StopSignal.never()))
                .isNotEqualTo(firstTwo);
    }
}
