package io.mlfd.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ImageDigestsTest {
    private static ImageDigests of(String... namesAndContents) {
        ImageDigests.Builder builder = new ImageDigests.Builder();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            builder.add(namesAndContents[i], namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return builder.build();
    }

    private static byte[] written(ImageDigests digests) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        digests.writeTo(out);
        return out.toByteArray();
    }

    private static Optional<ImageDigests> read(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return ImageDigests.read(new ByteArrayInputStream(packed.toByteArray()));
    }

    @Test
    void whatCameWentAndChangedIsNamed() {
        ImageDigests before = of("a.png", "1", "b.png", "2", "c.png", "3");
        ImageDigests now = of("a.png", "1", "c.png", "4", "d.png", "5", "e.png", "6");

        assertThat(now.changesSince(before))
                .isEqualTo("2 images came (d.png, e.png), 1 image went (b.png), 1 image changed (c.png)");
        assertThat(now.changesSince(now)).isEmpty();
        assertThat(of("1", "", "2", "", "3", "", "4", "").changesSince(ImageDigests.NONE))
                .isEqualTo("4 images came (1, 2, 3, …)");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ImageDigests digests = of("a b/ü.png", "1", "line\nbreak\t.png", "2");

        ImageDigests read =
                ImageDigests.read(new ByteArrayInputStream(written(digests))).orElseThrow();

        assertThat(read.changesSince(digests)).isEmpty();
        assertThat(digests.changesSince(read)).isEmpty();
    }

    @Test
    void anythingElseIsNone() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("mlfd image digests 2\n")).isEmpty();
        assertThat(read("mlfd image digests 1\n01234567 a\n0123\n")).isEmpty();
        assertThat(read("mlfd image digests 1\n01234567-a\n")).isEmpty();
        assertThat(read("mlfd image digests 1\n01234567 a\n")).isPresent();
        byte[] cut = java.util.Arrays.copyOf(written(of("a.png", "1")), 20);
        assertThatThrownBy(() -> ImageDigests.read(new ByteArrayInputStream(cut)))
                .isInstanceOf(IOException.class);
    }
}
