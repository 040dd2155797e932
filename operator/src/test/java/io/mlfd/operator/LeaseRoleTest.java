package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What candidates ask of a real API server about their lease, by its own record, is what their Role lets them ask. */
class LeaseRoleTest {
    private static final Path ROLE = Path.of("../manifests/rbac/leader-election.yaml");
    private static final String CANDIDATE = "candidate-of-a-test";
    private static final String NAMESPACE = "default";
    /** Without these the framework does not stand for election, whether or not it uses them. */
    private static final Set<String> ASKED_FOR = Set.of("create", "get", "update");

    private final List<Integer> exits = new ArrayList<>();

    @Test
    void theRoleIsWhatIsUsedAndWhatTheFrameworkInsistsOn() throws Exception {
        if (!ApiServerResource.available()) {
            System.err.println("NOT RUN: LeaseRoleTest (verbs on a real API server): KUBE_API_TEST_DIR is not set");
        }
        Assumptions.assumeTrue(ApiServerResource.available());
        ApiServerResource server = new ApiServerResource();
        Map<String, String> settings = server.start();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config(settings)).build()) {
            takesRenewsAndGivesBack(client, "first");
            takesRenewsAndGivesBack(client, "second");
            Set<String> needed = used(Path.of(settings.get(ApiServerResource.AUDIT)));
            assertThat(needed).as("a lease was taken and renewed").hasSizeGreaterThan(2);
            needed.addAll(ASKED_FOR);
            assertThat(granted()).isEqualTo(needed);
            assertThat(exits).isEmpty();
        } finally {
            server.stop();
        }
    }

    private static Config config(Map<String, String> settings) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(settings.get("quarkus.kubernetes-client.api-server-url"))
                .withCaCertData(settings.get("quarkus.kubernetes-client.ca-cert-data"))
                .withClientCertData(settings.get("quarkus.kubernetes-client.client-cert-data"))
                .withClientKeyData(settings.get("quarkus.kubernetes-client.client-key-data"))
                .withNamespace(NAMESPACE)
                .withUserAgent(CANDIDATE)
                .build();
    }

    /** As the framework does it. */
    private void takesRenewsAndGivesBack(KubernetesClient client, String identity) throws Exception {
        Leadership leadership = new Leadership(client, Optional.of(identity), exits::add, new SimpleMeterRegistry());
        LeaderElectionConfiguration asked = leadership.configuration();
        CompletableFuture<?> election = client.leaderElector()
                .withConfig(new LeaderElectionConfig(
                        new LeaseLock(NAMESPACE, asked.getLeaseName(), identity),
                        asked.getLeaseDuration(),
                        asked.getRenewDeadline(),
                        asked.getRetryPeriod(),
                        asked.getLeaderCallbacks().orElseThrow(),
                        true,
                        "candidate"))
                .build()
                .start();
        Lease taken =
                await(client, asked, lease -> identity.equals(lease.getSpec().getHolderIdentity()));
        await(client, asked, lease -> lease.getSpec()
                .getRenewTime()
                .isAfter(taken.getSpec().getRenewTime()));
        leadership.beforeStop(new ShutdownEvent());
        election.cancel(true);
        leadership.release(new ShutdownEvent());
        await(client, asked, lease -> !identity.equals(lease.getSpec().getHolderIdentity()));
    }

    private static Lease await(KubernetesClient client, LeaderElectionConfiguration asked, Predicate<Lease> condition)
            throws InterruptedException {
        // Not by a watch, which would be in the record.
        for (int look = 0; look < 150; look++) {
            Lease lease = client.leases()
                    .inNamespace(NAMESPACE)
                    .withName(asked.getLeaseName())
                    .get();
            if (lease != null && condition.test(lease)) {
                return lease;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new AssertionError("the lease never came to be so");
    }

    private static Set<String> used(Path audit) throws IOException {
        Set<String> used = new TreeSet<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(audit)) {
            JsonNode call = json.readTree(line);
            if (call.path("userAgent").asText().equals(CANDIDATE)
                    && call.at("/objectRef/resource").asText().equals("leases")) {
                used.add(call.get("verb").asText());
            }
        }
        return used;
    }

    private static Set<String> granted() throws IOException {
        JsonNode role = new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(ROLE.toFile())
                .next();
        assertThat(role.get("rules")).hasSize(1);
        Set<String> granted = new TreeSet<>();
        role.at("/rules/0/verbs").forEach(verb -> granted.add(verb.asText()));
        return granted;
    }
}
