package io.mlfd.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real API server that has the definition, and takes runs as strictly as it does from kubectl. */
public final class ApiServer implements AutoCloseable {
    /** Names the folder of kube-apiserver and etcd. */
    public static final String VARIABLE = "KUBE_API_TEST_DIR";

    private static final Path DEFINITION = Path.of("../manifests/crd/mlfdruns.mlfd.io-v1.yml");

    private final KubeAPIServer server;
    private final KubernetesClient client;

    private ApiServer(KubeAPIServer server, KubernetesClient client) {
        this.server = server;
        this.client = client;
    }

    /** The CustomResourceDefinition. */
    public static JsonNode definition() throws IOException {
        return new YAMLMapper().readTree(DEFINITION.toFile());
    }

    /** On failure nothing of it is left running. */
    public static ApiServer start() throws IOException {
        KubeAPIServer processes = new KubeAPIServer();
        try {
            processes.start();
            ApiServer server = new ApiServer(
                    processes,
                    new KubernetesClientBuilder()
                            .withConfig(Config.fromKubeconfig(processes.getKubeConfigYaml()))
                            .build());
            server.define();
            return server;
        } catch (IOException | RuntimeException e) {
            stop(processes, e);
            throw e;
        }
    }

    private static void stop(KubeAPIServer processes, Exception cause) {
        try {
            processes.stop();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void define() throws IOException {
        client.resource(Files.readString(DEFINITION)).create();
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("mlfdruns.mlfd.io")
                .waitUntilCondition(
                        // Between the server's two first writes of it, the status has names and no conditions.
                        crd -> crd.getStatus() != null
                                && crd.getStatus().getConditions() != null
                                && crd.getStatus().getConditions().stream()
                                        .anyMatch(c -> c.getType().equals("Established")
                                                && c.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }

    KubernetesClient client() {
        return client;
    }

    /** Makes a run under the file's own name, and leaves it there; a run of that name that was made before is removed. */
    public GenericKubernetesResource create(JsonNode file) {
        GenericKubernetesResource resource = resource(file);
        client.resource(resource).delete();
        return client.resource(resource).fieldValidation(Validation.STRICT).create();
    }

    void replace(JsonNode file) {
        client.resource(resource(file)).fieldValidation(Validation.STRICT).update();
    }

    static JsonNode named(String name, JsonNode file) {
        ObjectNode copy = file.deepCopy();
        copy.withObject("/metadata").put("name", name);
        return copy;
    }

    private GenericKubernetesResource resource(JsonNode file) {
        ObjectNode copy = file.deepCopy();
        copy.withObject("/metadata").put("namespace", "default");
        return client.getKubernetesSerialization().unmarshal(copy.toString(), GenericKubernetesResource.class);
    }
}
