package io.mlfd.trainer.cli.kubectl;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the client that a command works with. */
@FunctionalInterface
public interface Clients {
    /** A client with the namespace that counts; whoever gets it closes it. */
    KubernetesClient open(ClusterOptions options);

    /** Those of this machine's kubeconfig. */
    static Clients ofThisMachine() {
        return Clients::fromKubeconfig;
    }

    private static KubernetesClient fromKubeconfig(ClusterOptions options) {
        Config config = config(options);
        // A run of a later release has fields that this one does not know: they are left out of what is shown.
        JsonMapper mapper = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .build();
    }

    private static Config config(ClusterOptions options) {
        Config config;
        try {
            config = options.kubeconfig == null
                    ? Config.autoConfigure(options.context)
                    : Config.fromKubeconfig(options.context, readable(options.kubeconfig));
        } catch (KubernetesClientException e) {
            throw new ClusterException("the kubeconfig cannot be used: " + e.getMessage());
        }
        boolean known = options.context == null
                || config.getContexts().stream().anyMatch(context -> options.context.equals(context.getName()));
        if (!known) {
            throw new ClusterException("--context " + options.context + ": the kubeconfig has no such context");
        }
        ConfigBuilder builder = new ConfigBuilder(config).withRequestRetryBackoffLimit(2);
        return options.namespace == null
                ? builder.build()
                : builder.withNamespace(options.namespace).build();
    }

    private static File readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new ClusterException("--kubeconfig " + file + ": cannot be read; name the file that kubectl uses");
        }
        return file.toFile();
    }
}
