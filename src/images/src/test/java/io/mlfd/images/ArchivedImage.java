package io.mlfd.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What is in an OCI archive.
 *
 * @param layers digests, the base's first
 * @param files text of every regular file, by path
 */
record ArchivedImage(List<String> layers, Map<String, String> files, List<String> environment) {

    static ArchivedImage of(Image.Built built) throws IOException {
        TarFile archive = new TarFile(built.file());
        JsonNode manifest = json(archive, built.digest());
        List<String> layers = new ArrayList<>();
        Map<String, String> files = new TreeMap<>();
        for (JsonNode layer : manifest.path("layers")) {
            String digest = layer.path("digest").asText();
            layers.add(digest);
            try (TarArchiveInputStream tar =
                    TarFile.over(new GZIPInputStream(new ByteArrayInputStream(blob(archive, digest))))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.isFile()) {
                        files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        List<String> environment = new ArrayList<>();
        json(archive, manifest.at("/config/digest").asText())
                .at("/config/Env")
                .forEach(variable -> environment.add(variable.asText()));
        return new ArchivedImage(List.copyOf(layers), Map.copyOf(files), List.copyOf(environment));
    }

    private static JsonNode json(TarFile archive, String digest) throws IOException {
        return new ObjectMapper().readTree(blob(archive, digest));
    }

    private static byte[] blob(TarFile archive, String digest) throws IOException {
        return archive.entry("blobs/" + digest.replace(':', '/')).orElseThrow();
    }
}
