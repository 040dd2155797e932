package io.mlfd.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What a node that has nothing of an image downloads.
 *
 * @param bytes of each layer as it travels (compressed), the base's first
 */
record LayerSizes(List<Long> bytes) {

    /** Reads the manifest of an OCI archive. */
    static LayerSizes of(Image.Built image) throws IOException {
        String manifest = "blobs/" + image.digest().replace(':', '/');
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(image.file())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(manifest)) {
                    List<Long> sizes = new ArrayList<>();
                    for (JsonNode layer : new ObjectMapper().readTree(tar).path("layers")) {
                        sizes.add(layer.path("size").asLong());
                    }
                    return new LayerSizes(List.copyOf(sizes));
                }
            }
        }
        throw new IOException(image.file() + " has no entry " + manifest);
    }

    /** In MB, as in {@code 109.3 + 34.7 + 0.6}. */
    String text() {
        return String.join(
                " + ",
                bytes.stream().map(size -> String.format("%.1f", size / 1e6)).toList());
    }
}
