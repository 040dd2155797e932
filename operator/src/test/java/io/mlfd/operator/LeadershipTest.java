package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lease of the operator that acts: given back by its holder only, and not outlived. */
@EnableKubernetesMockClient(crud = true)
class LeadershipTest {
    private static final String LEASE = "mlfd-operator";

    KubernetesMockServer server;
    KubernetesClient client;

    private final List<Integer> exits = new ArrayList<>();

    private Leadership leadership() {
        return leadership(client);
    }

    private Leadership leadership(KubernetesClient with) {
        return new Leadership(with, Optional.of("operator-7"), exits::add, new SimpleMeterRegistry());
    }

    private void leaseOf(String holder) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(LEASE)
                        .withNamespace(client.getNamespace())
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withLeaseDurationSeconds(15)
                        .withLeaseTransitions(3)
                        .endSpec()
                        .build())
                .create();
    }

    private Lease lease() {
        return client.leases()
                .inNamespace(client.getNamespace())
                .withName(LEASE)
                .get();
    }

    private static void lose(Leadership leadership) {
        leadership.configuration().getLeaderCallbacks().orElseThrow().onStopLeading();
    }

    @Test
    void aStopGivesTheLeaseBack() {
        leaseOf("operator-7");
        leadership().release(new ShutdownEvent());
        assertThat(lease().getSpec().getHolderIdentity()).isEmpty();
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(1);
        assertThat(lease().getSpec().getLeaseTransitions())
                .as("the rest is the next leader's")
                .isEqualTo(3);
    }

    @Test
    void aStopLeavesTheLeaseOfAnotherAlone() {
        leaseOf("operator-8");
        Lease before = lease();
        leadership().release(new ShutdownEvent());
        assertThat(lease()).isEqualTo(before);
    }

    @Test
    void aStopWithoutALeaseMakesNone() {
        leadership().release(new ShutdownEvent());
        assertThat(lease()).isNull();
    }

    @Test
    void aStopGoesOnWhereTheLeaseCannotBeGivenBack() {
        leaseOf("operator-7");
        Config once = new ConfigBuilder(client.getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build();
        server.shutdown();
        try (KubernetesClient unanswered =
                new KubernetesClientBuilder().withConfig(once).build()) {
            assertThatCode(() -> leadership(unanswered).release(new ShutdownEvent()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void whoLosesTheLeaseEnds() {
        lose(leadership());
        assertThat(exits).containsExactly(1);
    }

    @Test
    void whoLosesTheLeaseWhileStoppingEndsInGoodOrder() {
        Leadership leadership = leadership();
        leadership.beforeStop(new ShutdownEvent());
        lose(leadership);
        assertThat(exits).isEmpty();
    }

    @Test
    void standsForElectionUnderItsOwnNameAndEndsItself() {
        LeaderElectionConfiguration configuration = leadership().configuration();
        assertThat(configuration.getLeaseName()).isEqualTo(LEASE);
        assertThat(configuration.getLeaseNamespace()).contains(client.getNamespace());
        assertThat(configuration.getIdentity()).contains("operator-7");
        assertThat(configuration.isExitOnStopLeading())
                .as("the framework's exit deadlocks in a shutdown")
                .isFalse();
        assertThat(configuration.getRenewDeadline()).isLessThan(configuration.getLeaseDuration());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void anOperatorOutsideAPodHasAName(String hostname) {
        assertThat(Identity.of(Optional.of(hostname))).isEqualTo("mlfd-operator");
        assertThat(Identity.of(Optional.empty())).isEqualTo("mlfd-operator");
        assertThat(Identity.of(Optional.of("operator-7"))).isEqualTo("operator-7");
    }
}
