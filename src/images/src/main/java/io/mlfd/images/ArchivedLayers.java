package io.mlfd.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The layers of an OCI archive, which are gzipped.
 *
 * @param archive the file
 * @param layers nodes of the manifest, from the base's first to the topmost
 */
record ArchivedLayers(TarFile archive, List<JsonNode> layers) {

    static ArchivedLayers of(Image.Built image) throws IOException {
        TarFile archive = new TarFile(image.file());
        String name = blob(image.digest());
        byte[] manifest =
                archive.entry(name).orElseThrow(() -> new IOException(image.file() + " has no entry " + name));
        Iterable<JsonNode> layers = new ObjectMapper().readTree(manifest).path("layers");
        return new ArchivedLayers(
                archive, StreamSupport.stream(layers.spliterator(), false).toList());
    }

    /** @param visitor is given the index of a layer, and a file or link of it; layers come in any order */
    void visit(BiConsumer<Integer, TarArchiveEntry> visitor) throws IOException {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            indices.put(blob(layers.get(i).path("digest").asText()), i);
        }
        try (TarArchiveInputStream blobs = archive.open()) {
            for (TarArchiveEntry blob = blobs.getNextEntry(); blob != null; blob = blobs.getNextEntry()) {
                Integer index = indices.get(blob.getName());
                if (index != null) {
                    TarArchiveInputStream layer = TarFile.over(new GZIPInputStream(blobs));
                    for (TarArchiveEntry each = layer.getNextEntry(); each != null; each = layer.getNextEntry()) {
                        visitor.accept(index, each);
                    }
                }
            }
        }
    }

    private static String blob(String digest) {
        return "blobs/" + digest.replace(':', '/');
    }
}
