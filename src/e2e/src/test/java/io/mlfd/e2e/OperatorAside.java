package io.mlfd.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The operator of {@code manifests/default}, which watches all namespaces, while another one is looked at. */
final class OperatorAside {
    static final String PODS = "app.kubernetes.io/name=" + Settings.OPERATOR;
    private static final int READY_SECONDS = 120;

    private OperatorAside() {}

    /** What is done while it stands aside. */
    @FunctionalInterface
    interface Play {
        void play() throws Exception;
    }

    static void during(KubernetesClient client, Play play) throws Exception {
        RollableScalableResource<Deployment> operator = client.apps()
                .deployments()
                .inNamespace(Settings.OPERATOR_NAMESPACE)
                .withName(Settings.OPERATOR);
        int replicas = operator.require().getSpec().getReplicas();
        try {
            operator.scale(0);
            new Kubectl(Settings.OPERATOR_NAMESPACE)
                    .run("wait", "--for=delete", "pod", "--selector", PODS, "--timeout=60s");
            play.play();
        } finally {
            operator.scale(replicas);
            operator.waitUntilReady(READY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /**
     * With what {@code manifests/default} made deleted, and made anew behind it.
     *
     * @param left kinds of objects that stay
     */
    static void replaced(KubernetesClient client, Set<String> left, Play play) throws Exception {
        Path manifests = Kustomize.MANIFESTS.resolve("default");
        Kubectl kubectl = new Kubectl(Settings.OPERATOR_NAMESPACE);
        try {
            Kubectl.Output deleted = kubectl.tryRun(
                    in -> in.write(
                            without(left, Kustomize.build(manifests)).toString().getBytes(UTF_8)),
                    "delete",
                    "-f",
                    "-");
            assertThat(deleted.exit()).as(deleted.text()).isZero();
            kubectl.run("wait", "--for=delete", "pod", "--selector", PODS, "--timeout=60s");
            play.play();
        } finally {
            kubectl.run("apply", "--server-side", "--force-conflicts", "-k", manifests.toString());
            kubectl.run("rollout", "status", "deployment/" + Settings.OPERATOR, "--timeout=120s");
        }
    }

    private static JsonNode without(Set<String> kinds, ClusterObjects objects) {
        ObjectNode list =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        objects.byKey().values().stream()
                .filter(object -> !kinds.contains(object.required("kind").textValue()))
                .forEach(items::add);
        return list;
    }
}
