package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operator as {@code manifests/default} installs it. */
@WholeCluster
class OperatorIT {

    private static final String NAMESPACE = "mlfd-system";
    private static final String NAME = "mlfd-operator";

    private static KubernetesClient client;

    @BeforeAll
    static void connect() {
        client = new KubernetesClientBuilder().build();
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @Test
    void theOperatorGetsReadyInANamespaceThatEnforcesRestricted() {
        assertThat(client.namespaces().withName(NAMESPACE).get().getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");

        assertThat(client.apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName(NAME)
                        .waitUntilReady(90, TimeUnit.SECONDS)
                        .getStatus()
                        .getReadyReplicas())
                .as("one that works, one that stands by")
                .isEqualTo(2);

        List<Pod> pods = client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/name", NAME)
                .list()
                .getItems();
        assertThat(pods).isNotEmpty().allSatisfy(pod -> {
            Container container = pod.getSpec().getContainers().get(0);
            assertThat(container.getImage()).endsWith(":" + System.getProperty("mlfd.version"));
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
        });
    }

    @Test
    void theResourceIsServed() {
        CustomResourceDefinition crd = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("mlfdruns.mlfd.io")
                .get();

        assertThat(crd.getStatus().getConditions())
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
        assertThat(client.genericKubernetesResources("mlfd.io/v1alpha1", "MLFDRun")
                        .inAnyNamespace()
                        .list()
                        .getItems())
                .isNotNull();
    }
}
