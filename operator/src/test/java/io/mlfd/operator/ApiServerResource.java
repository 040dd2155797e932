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

/** A real API server with its store and without controllers, from the binaries that KUBE_API_TEST_DIR names. */
public final class ApiServerResource implements QuarkusTestResourceLifecycleManager {
    /** Name of the property with the file of the server's record of all calls. */
    public static final String AUDIT = "mlfd.test.audit";

    private KubeAPIServer server;

    public static boolean available() {
        return System.getenv("KUBE_API_TEST_DIR") != null;
    }

    /** Certificates travel as data: as files they lose against the ones inside a KUBECONFIG of the environment. */
    @Override
    public Map<String, String> start() {
        if (!available()) {
            return Map.of();
        }
        Path folder = recording();
        Path log = folder.resolve("audit.log");
        server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withApiServerFlag(
                        "--audit-policy-file", folder.resolve("policy.yaml").toString())
                .withApiServerFlag("--audit-log-path", log.toString())
                .build());
        server.start();
        Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
        return Map.of(
                AUDIT,
                log.toString(),
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

    private static Path recording() {
        try {
            Path folder = Files.createTempDirectory("mlfd-audit");
            Files.writeString(folder.resolve("policy.yaml"), """
                    apiVersion: audit.k8s.io/v1
                    kind: Policy
                    omitStages: [RequestReceived]
                    rules: [{level: Metadata}]
                    """);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
