package io.mlfd.e2e;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A test in a namespace of its own that enforces Pod Security {@code restricted}. The namespace is deleted afterwards;
 * what happened in it is written to files before, when the test failed.
 */
final class Scenario {
    private final KubernetesClient client;
    private final String namespace;

    private Scenario(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** What a test does in its namespace. */
    @FunctionalInterface
    interface Play {
        void in(Scenario scenario) throws Exception;
    }

    static void play(Play play) throws Exception {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            Namespace made = client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withGenerateName("mlfd-e2e-")
                            .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                            .endMetadata()
                            .build())
                    .create();
            Scenario scenario = new Scenario(client, made.getMetadata().getName());
            boolean passed = false;
            try {
                play.in(scenario);
                passed = true;
            } finally {
                if (!passed) {
                    scenario.writeDown();
                }
                client.resource(made).delete();
                client.resource(made).waitUntilCondition(Objects::isNull, 2, TimeUnit.MINUTES);
            }
        }
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    Kubectl kubectl() {
        return new Kubectl(namespace);
    }

    /** The run that a file describes, as {@code kubectl apply} makes it. */
    ClusterRun apply(Path file, String name) {
        kubectl().run("apply", "--filename", file.toString());
        return run(name);
    }

    ClusterRun run(String name) {
        return new ClusterRun(client, namespace, name);
    }

    private void writeDown() throws IOException {
        Path folder = Files.createDirectories(Settings.logs().resolve(namespace));
        write(folder.resolve("runs.yaml"), "get", "mlfdruns", "--output", "yaml");
        write(folder.resolve("jobs.yaml"), "get", "jobs,pods,persistentvolumeclaims", "--output", "yaml");
        write(folder.resolve("overview.txt"), "get", "mlfdruns,jobs,pods,persistentvolumeclaims", "--output", "wide");
        write(folder.resolve("events.txt"), "get", "events", "--sort-by", ".metadata.creationTimestamp");
        client.pods().inNamespace(namespace).list().getItems().forEach(pod -> {
            String name = pod.getMetadata().getName();
            write(folder.resolve(name + ".log"), "logs", name, "--tail", "2000");
        });
        Files.writeString(
                folder.resolve("operator.log"),
                new Kubectl(Settings.OPERATOR_NAMESPACE)
                        .tryRun("logs", "--selector", "app.kubernetes.io/name=" + Settings.OPERATOR, "--tail", "5000")
                        .text());
    }

    private void write(Path file, String... arguments) {
        try {
            Files.writeString(file, kubectl().tryRun(arguments).text());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
