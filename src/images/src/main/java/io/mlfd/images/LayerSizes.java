package io.mlfd.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What an image takes of a node that has nothing of it, layer by layer, the base's first.
 *
 * @param packed bytes as they travel
 * @param unpacked bytes of the files
 */
record LayerSizes(List<Long> packed, List<Long> unpacked) {

    /** Reads the manifest and the layers of an OCI archive, whose layers are gzipped. */
    static LayerSizes of(Image.Built image) throws IOException {
        JsonNode manifest = manifest(image);
        Map<String, Long> unpacked = new HashMap<>();
        for (JsonNode layer : manifest.path("layers")) {
            unpacked.put(blob(layer.path("digest").asText()), 0L);
        }
        try (TarArchiveInputStream archive = new TarFile(image.file()).open()) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (unpacked.containsKey(entry.getName())) {
                    unpacked.put(entry.getName(), bytes(TarFile.over(new GZIPInputStream(archive))));
                }
            }
        }
        List<Long> packedOnes = new ArrayList<>();
        List<Long> unpackedOnes = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            packedOnes.add(layer.path("size").asLong());
            unpackedOnes.add(unpacked.get(blob(layer.path("digest").asText())));
        }
        return new LayerSizes(List.copyOf(packedOnes), List.copyOf(unpackedOnes));
    }

    private static JsonNode manifest(Image.Built image) throws IOException {
        String name = blob(image.digest());
        byte[] manifest = new TarFile(image.file())
                .entry(name)
                .orElseThrow(() -> new IOException(image.file() + " has no entry " + name));
        return new ObjectMapper().readTree(manifest);
    }

    private static long bytes(TarArchiveInputStream layer) throws IOException {
        long bytes = 0;
        for (TarArchiveEntry entry = layer.getNextEntry(); entry != null; entry = layer.getNextEntry()) {
            bytes += entry.getSize();
        }
        return bytes;
    }

    private static String blob(String digest) {
        return "blobs/" + digest.replace(':', '/');
    }

    /**
     * A line for each of the topmost layers.
     *
     * @param names of these, in their order
     */
    List<String> lines(List<String> names) {
        List<String> lines = new ArrayList<>();
        int base = packed.size() - names.size();
        for (int i = 0; i < names.size(); i++) {
            lines.add(String.format(
                    "%-36s %8.1f MB packed %8.1f MB unpacked",
                    names.get(i), packed.get(base + i) / 1e6, unpacked.get(base + i) / 1e6));
        }
        return List.copyOf(lines);
    }

    /** In MB, as in {@code 109.3 + 34.7 + 0.6 = 144.6}. */
    static String text(List<Long> bytes) {
        List<String> parts =
                bytes.stream().map(size -> String.format("%.1f", size / 1e6)).toList();
        long sum = bytes.stream().mapToLong(Long::longValue).sum();
        return String.join(" + ", parts) + String.format(" = %.1f", sum / 1e6);
    }
}
