package io.mlfd.e2e;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
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
}
