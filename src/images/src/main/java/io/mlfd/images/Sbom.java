package io.mlfd.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bill of materials of one application, as cyclonedx-maven-plugin writes it (CycloneDX 1.6, JSON).
 *
 * @param file where it lies
 * @param components what it lists, in its order
 */
record Sbom(Path file, List<Component> components) {

    private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

    /**
     * Licences under which the images may be handed on, by their SPDX identifiers or the names that libraries gave
     * them. A library with several is to be had under any one of them.
     */
    private static final Set<String> KNOWN = Set.of(
            "Apache-2.0",
            "Apache 2 License",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "GPL-2.0-with-classpath-exception",
            "MIT");

    /**
     * @param jar name of its file in an application that Quarkus packaged
     * @param licences SPDX identifiers, or names where there is no identifier
     */
    record Component(String name, String version, String jar, List<String> licences) {}

    /** @throws IllegalArgumentException where the file is no bill of materials, by its name */
    static Sbom read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + " is missing: package its module with -Dmlfd.base=…");
        }
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        if (!root.path("bomFormat").asText().equals("CycloneDX")
                || root.path("components").isEmpty()) {
            throw new IllegalArgumentException(file + " is no CycloneDX file with components: package its module anew");
        }
        List<Component> components = new ArrayList<>();
        String own = root.at("/metadata/component/group").asText();
        for (JsonNode node : root.path("components")) {
            components.add(component(node, own));
        }
        return new Sbom(file, List.copyOf(components));
    }

    /** @param own group of the project, whose modules are under its own licence without saying so one by one */
    private static Component component(JsonNode node, String own) {
        String group = node.path("group").asText();
        String name = node.path("name").asText();
        String version = node.path("version").asText();
        Matcher classifier = CLASSIFIER.matcher(node.path("purl").asText());
        String jar = group + "." + name + "-" + version + (classifier.find() ? "-" + classifier.group(1) : "") + ".jar";
        List<String> licences = new ArrayList<>();
        for (JsonNode licence : node.path("licenses")) {
            String text = licence.path("expression").asText();
            text = licence.at("/license/name").asText(text);
            licences.add(licence.at("/license/id").asText(text));
        }
        if (licences.isEmpty() && group.equals(own)) {
            licences.add(Image.LICENCE);
        }
        return new Component(group + ":" + name, version, jar, List.copyOf(licences));
    }

    /**
     * That every jar of the application is listed, and everything listed has a licence that is known here.
     *
     * @param jars names of the files in the image
     * @throws IllegalArgumentException naming each library that is amiss
     */
    void check(List<String> jars) {
        Set<String> unlisted = new TreeSet<>(jars);
        Set<String> unknown = new TreeSet<>();
        for (Component component : components) {
            unlisted.remove(component.jar);
            if (component.licences.stream().noneMatch(KNOWN::contains)) {
                unknown.add(component.name + " " + component.version + " " + component.licences);
            }
        }
        if (!unlisted.isEmpty()) {
            throw new IllegalArgumentException(file + " does not list " + unlisted + ", which the image holds");
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no licence that is known to Sbom.java: " + unknown
                    + "; read it, and add it there or leave the library out");
        }
    }
}
