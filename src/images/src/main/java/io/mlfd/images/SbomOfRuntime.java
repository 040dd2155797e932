package io.mlfd.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A bill of materials (CycloneDX 1.6) of an application whose image brings its Java. */
final class SbomOfRuntime {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private SbomOfRuntime() {}

    /**
     * @param application bill of materials of the application
     * @param version of the runtime, as {@link Runtime#version} has it
     * @param vendor who made it
     * @param file to write; may be the application's
     */
    static void write(Path application, String version, String vendor, Path file) throws IOException {
        ObjectNode bill = (ObjectNode) JSON.readTree(application.toFile());
        String url = "pkg:generic/openjdk@" + version.replace("+", "%2B");
        ObjectNode runtime = bill.withArray("components").addObject();
        runtime.put("type", "platform");
        runtime.put("bom-ref", url);
        runtime.put("publisher", vendor);
        runtime.put("name", "openjdk");
        runtime.put("version", version);
        runtime.withArray("licenses").addObject().putObject("license").put("id", "GPL-2.0-with-classpath-exception");
        runtime.put("purl", url);
        bill.withArray("dependencies").addObject().put("ref", url);
        // Another bill than the application's has another number, and the same one has the same.
        bill.remove("serialNumber");
        UUID number = UUID.nameUUIDFromBytes(bill.toString().getBytes(StandardCharsets.UTF_8));
        bill.put("serialNumber", "urn:uuid:" + number);
        Files.writeString(file, JSON.writeValueAsString(bill) + "\n", StandardCharsets.UTF_8);
    }
}
