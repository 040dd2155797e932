package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A tenant may rank its own pods as high as users can: it gets none of the operator's place. */
@WholeCluster
class GreedyTenantIT {
    /** The highest that a class of users may have. */
    private static final int HIGHEST = 1_000_000_000;

    @Test
    void aPodOfTheHighestPriorityDoesNotEvictTheOperator() throws Exception {
        Scenario.play(scenario -> {
            KubernetesClient client = scenario.client();
            OperatorPods operator = new OperatorPods(client);
            Set<String> before = operator.uids();
            PriorityClass highest = client.resource(new PriorityClassBuilder()
                            .withNewMetadata()
                            .withGenerateName("mlfd-e2e-highest-")
                            .endMetadata()
                            .withValue(HIGHEST)
                            .build())
                    .create();
            try {
                Pod refused = client.resource(pod(
                                scenario,
                                operator.nodes().iterator().next(),
                                highest.getMetadata().getName()))
                        .create();
                Pod waiting = client.resource(refused)
                        .waitUntilCondition(pod -> pod != null && scheduled(pod).isPresent(), 60, TimeUnit.SECONDS);
                assertThat(scheduled(waiting).orElseThrow().getMessage())
                        .contains("Insufficient cpu", "No preemption victims found");
                assertThat(waiting.getStatus().getNominatedNodeName()).isNull();
                assertThat(operator.uids()).isEqualTo(before).hasSize(2);
            } finally {
                client.resource(highest).delete();
            }
        });
    }

    private static Optional<PodCondition> scheduled(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled"))
                .findFirst();
    }

    /** Room for it would be where one of the operators is, were that one to go. */
    private static Pod pod(Scenario scenario, String node, String priorityClass) {
        BigDecimal all = Quantity.getAmountInBytes(scenario.client()
                .nodes()
                .withName(node)
                .get()
                .getStatus()
                .getAllocatable()
                .get("cpu"));
        Quantity wanted = new Quantity(all.subtract(new BigDecimal("0.1")).toPlainString());
        return new PodBuilder()
                .withNewMetadata()
                .withName("greedy")
                .withNamespace(scenario.namespace())
                .endMetadata()
                .withNewSpec()
                .withPriorityClassName(priorityClass)
                .withNodeSelector(Map.of("kubernetes.io/hostname", node))
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(10001L)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("greedy")
                .withImage("localhost/mlfd-trainer:" + System.getProperty("mlfd.version"))
                .withNewResources()
                .withRequests(Map.of("cpu", wanted))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }
}
