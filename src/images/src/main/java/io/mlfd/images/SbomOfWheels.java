package io.mlfd.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.images.Wheel.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * A bill of materials (CycloneDX 1.6) of an application that computes with libraries out of wheels: each wheel is a library with its digest,
 * and the files that were taken of it are its parts.
 *
 * @param replaced beginning of the package URL of what the image does not hold because of them
 */
record SbomOfWheels(List<Wheel> wheels, String replaced) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * @param application bill of materials of the application, with what is replaced
     * @throws IllegalArgumentException where it does not list that
     */
    Path write(Path application, Path file) throws IOException {
        ObjectNode bill = (ObjectNode) JSON.readTree(application.toFile());
        ArrayNode components = bill.withArray("components");
        int before = components.size();
        remove(components, "bom-ref");
        if (components.size() == before) {
            throw new IllegalArgumentException(application + " does not list " + replaced
                    + "…, which the wheels replace: see what the trainer depends on now");
        }
        ArrayNode dependencies = bill.withArray("dependencies");
        remove(dependencies, "ref");
        for (JsonNode dependency : dependencies) {
            removeTexts(dependency.path("dependsOn"));
        }
        for (Wheel wheel : wheels) {
            components.add(library(wheel));
            dependencies.addObject().put("ref", url(wheel));
        }
        // Another bill than the application's has another number, and the same one has the same.
        bill.remove("serialNumber");
        UUID number = UUID.nameUUIDFromBytes(bill.toString().getBytes(StandardCharsets.UTF_8));
        bill.put("serialNumber", "urn:uuid:" + number);
        Files.writeString(file, JSON.writeValueAsString(bill) + "\n", StandardCharsets.UTF_8);
        return file;
    }

    private void remove(ArrayNode nodes, String reference) {
        for (Iterator<JsonNode> each = nodes.iterator(); each.hasNext(); ) {
            if (each.next().path(reference).asText().startsWith(replaced)) {
                each.remove();
            }
        }
    }

    private void removeTexts(JsonNode references) {
        for (Iterator<JsonNode> each = references.iterator(); each.hasNext(); ) {
            if (each.next().asText().startsWith(replaced)) {
                each.remove();
            }
        }
    }

    private static ObjectNode library(Wheel wheel) {
        ObjectNode library = JSON.createObjectNode();
        library.put("type", "library");
        library.put("bom-ref", url(wheel));
        library.put("name", wheel.project());
        library.put("version", wheel.version());
        digest(library, wheel.sha256());
        // The schema takes SPDX's own identifiers only; others are names.
        String kind = wheel.licence().startsWith("LicenseRef-") ? "name" : "id";
        library.withArray("licenses").addObject().putObject("license").put(kind, wheel.licence());
        library.put("purl", url(wheel));
        for (Member member : wheel.files()) {
            ObjectNode file = library.withArray("components").addObject();
            file.put("type", "file");
            file.put("name", member.target());
            digest(file, member.sha256());
        }
        return library;
    }

    private static void digest(ObjectNode node, String sha256) {
        node.withArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256);
    }

    /** A package URL of type {@code pypi}. */
    private static String url(Wheel wheel) {
        return "pkg:pypi/" + wheel.project() + "@" + wheel.version();
    }
}
