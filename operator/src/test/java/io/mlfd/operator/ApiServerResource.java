package io.mlfd.operator;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A real API server with its store and without controllers, from the binaries that KUBE_API_TEST_DIR names. */
public final class ApiServerResource implements QuarkusTestResourceLifecycleManager {
    /** Name of an argument that asks for a record of all calls, and of the property that then names its file. */
    public static final String AUDIT = "mlfd.test.audit";

    private KubeAPIServer server;
    private Optional<Path> audit = Optional.empty();

    public static boolean available() {
        return System.getenv("KUBE_API_TEST_DIR") != null;
    }

    @Override
    public void init(Map<String, String> arguments) {
        if (arguments.containsKey(AUDIT) && available()) {
            try {
                audit = Optional.of(Files.createTempDirectory("mlfd-audit"));
                Files.writeString(audit.get().resolve("policy.yaml"), """
                        apiVersion: audit.k8s.io/v1
                        kind: Policy
                        omitStages: [RequestReceived]
                        rules: [{level: Metadata}]
                        """);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Certificates travel as data: as files they lose against the ones inside a KUBECONFIG of the environment. */
    @Override
    public Map<String, String> start() {
        if (!available()) {
            return Map.of();
        }
        KubeAPIServerConfigBuilder how = KubeAPIServerConfigBuilder.anAPIServerConfig();
        audit.ifPresent(folder -> how.withApiServerFlag(
                        "--audit-policy-file", folder.resolve("policy.yaml").toString())
                .withApiServerFlag("--audit-log-path", log(folder)));
        server = new KubeAPIServer(how.build());
        server.start();
        Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
        return Map.of(
                AUDIT,
                audit.map(ApiServerResource::log).orElse("none"),
                "quarkus.kubernetes-client.api-server-url",
                config.getMasterUrl(),
                "quarkus.kubernetes-client.ca-cert-data",
                base64(config.getCaCertFile()),
                "quarkus.kubernetes-client.client-cert-data",
                base64(config.getClientCertFile()),
                "quarkus.kubernetes-client.client-key-data",
                base64(config.getClientKeyFile()),
                "MLFD_TRAINER_IMAGE",
                Runs.IMAGE);
    }

    private static String log(Path folder) {
        return folder.resolve("audit.log").toString();
    }

    private static String base64(String file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }
}
