package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;

/** A run as the API server would hand it out, in one of the states that its state machine comes to. */
record RunStateFile(String name, JsonNode object) {
    static final Path GITOPS = Path.of("../../manifests/gitops");
    static final Path FOLDER = GITOPS.resolve("states");
    private static final YAMLMapper YAML = new YAMLMapper();

    static RunStateFile read(String name) throws IOException {
        return new RunStateFile(
                name, YAML.readTree(FOLDER.resolve(name + ".yaml").toFile()));
    }
}
