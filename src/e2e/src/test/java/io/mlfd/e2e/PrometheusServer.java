package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Prometheus on this machine, which collects from pods through the API server's proxy, as it needs no way to them. */
final class PrometheusServer implements AutoCloseable {
    static final String NOT_RUN = "NOT RUN: needs prometheus and promtool on the PATH; Debian has them as prometheus";
    private static final int PATIENCE_SECONDS = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private PrometheusServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    static boolean isThere() {
        return program("prometheus").isPresent() && program("promtool").isPresent();
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What {@code promtool} says. */
    static String tool(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(program("promtool").orElseThrow().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
        return said;
    }

    /**
     * @param folder an empty one
     * @param rules what it evaluates
     * @param pods to collect from, every second, as the ServiceMonitor says it
     */
    static PrometheusServer start(Path folder, Path rules, Config cluster, String namespace, List<String> pods)
            throws IOException {
        Files.copy(rules, folder.resolve("rules.yaml"));
        certificates(folder, cluster);
        URI server = URI.create(cluster.getMasterUrl());
        StringBuilder targets = new StringBuilder();
        for (String pod : pods) {
            targets.append("""
                          - targets: [%s:%d]
                            labels:
                              namespace: %s
                              pod: %s
                              __metrics_path__: /api/v1/namespaces/%s/pods/%s:8080/proxy/q/metrics
                    """.formatted(server.getHost(), server.getPort(), namespace, pod, namespace, pod));
        }
        Path config = Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yaml]
                scrape_configs:
                  - job_name: mlfd-operator
                    honor_labels: true
                    scheme: https
                    tls_config: {ca_file: ca.crt, cert_file: client.crt, key_file: client.key}
                    static_configs:
                %s""".formatted(targets));
        int port = freePort();
        Process process = new ProcessBuilder(
                        program("prometheus").orElseThrow().toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new PrometheusServer(process, URI.create("http://127.0.0.1:" + port));
    }

    private static void certificates(Path folder, Config cluster) throws IOException {
        decoded(folder.resolve("ca.crt"), cluster.getCaCertData(), cluster.getCaCertFile());
        decoded(folder.resolve("client.crt"), cluster.getClientCertData(), cluster.getClientCertFile());
        decoded(folder.resolve("client.key"), cluster.getClientKeyData(), cluster.getClientKeyFile());
    }

    private static void decoded(Path to, String data, String file) throws IOException {
        Files.write(
                to,
                data == null
                        ? Files.readAllBytes(Path.of(file))
                        : Base64.getDecoder().decode(data));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The series that a query gives now; none while it does not answer yet. */
    List<JsonNode> query(String query) throws InterruptedException {
        URI asked = address.resolve("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try {
            String body = http.send(HttpRequest.newBuilder(asked).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            JsonNode answer = JSON.readTree(body);
            if (!answer.path("status").asText().equals("success")) {
                throw new AssertionError(query + ": " + body);
            }
            List<JsonNode> series = new ArrayList<>();
            answer.at("/data/result").forEach(series::add);
            return series;
        } catch (IOException e) {
            if (!process.isAlive()) {
                throw new AssertionError("prometheus ended with " + process.exitValue(), e);
            }
            return List.of();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
