package io.mlfd.operator.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mlfd.operator.ApiServerCluster;
import io.mlfd.operator.ApiServerResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Definitions of earlier releases, of this one and of one to come, each exchanged for its neighbours on a real API server under runs
 * that operators of those releases have left in every state, which this one takes over while trainers of all of them end stages:
 * nothing is lost, nothing is started twice, nothing is written over and over. What changes with all images built is
 * {@code src/e2e/run --upgrade}.
 */
class UpgradeTest {
    private static final Path DEFINITION = Path.of("../manifests/crd/mlfdruns.mlfd.io-v1.yml");
    private static final int MOST_WAVES = 12;
    /** Runs that have been in their state for so long say how far they are. */
    private static final Duration A_WHILE = Duration.ofSeconds(40);

    private static final List<String> IN_THE_MIDST =
            List.of("backing-off", "joint", "queued", "students", "suspending", "teachers");

    @Test
    void everyDefinitionIsExchangedForItsNeighboursUnderRunsInFlight() throws Exception {
        if (!ApiServerResource.available()) {
            System.err.println("NOT RUN: UpgradeTest (definitions and runs of other releases on a real API server):"
                    + " KUBE_API_TEST_DIR is not set");
        }
        Assumptions.assumeTrue(ApiServerResource.available());
        KubeAPIServer server = new KubeAPIServer();
        server.start();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                .build()) {
            new ApiServerCluster(client).install();
            new Walk(client).play();
        } finally {
            server.stop();
        }
    }

    /** Up and down the definitions by age. */
    private static final class Walk {
        private final KubernetesClient client;
        private final List<StoredRelease> earlier = StoredRelease.all();
        private final List<StoredRelease> releases = new ArrayList<>(earlier);
        private final List<Flight> flights = new ArrayList<>();
        private final LastWords words;
        private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);

        Walk(KubernetesClient client) throws IOException {
            this.client = client;
            String definition = Files.readString(DEFINITION);
            StoredRelease newest = releases.get(releases.size() - 1);
            this.words = new LastWords(newest);
            releases.add(new StoredRelease("this", definition, newest.runs()));
            releases.add(newest.asLater(StoredRelease.laterDefinition(definition)));
        }

        void play() {
            int last = releases.size() - 1;
            for (int i = 0; i <= last; i++) {
                StoredRelease release = releases.get(i);
                step(
                        release,
                        release,
                        earlier.contains(release) ? release.runs().keySet() : IN_THE_MIDST);
            }
            for (int i = last - 1; i >= 0; i--) {
                step(releases.get(i), releases.get(i + 1), IN_THE_MIDST);
            }
            for (Flight flight : flights) {
                for (int wave = 0; wave < MOST_WAVES && !flight.isOver(); wave++) {
                    now = now.plusSeconds(2);
                    flight.wave(now);
                }
                flight.settle(now);
                flight.endedWell();
            }
        }

        /** Every run moves on by a wave under the definition, and those that a release left join them. */
        private void step(StoredRelease served, StoredRelease left, Collection<String> stories) {
            new ServedDefinition(client).exchange(served.name().replaceAll("[^0-9a-z]", "-"), served.definition());
            Notices told = new Notices();
            int number = flights.size();
            for (String story : stories) {
                String name = "u" + number + "-" + story;
                LoadedRun.load(client, left, story, name, now.minus(A_WHILE));
                flights.add(new Flight(client, name, words, told));
            }
            now = now.plusSeconds(2);
            List<Flight> moved =
                    flights.stream().filter(flight -> !flight.isOver()).toList();
            moved.forEach(flight -> flight.wave(now));
            if (earlier.contains(served)) {
                assertThat(told.messages())
                        .as(served.name())
                        .isNotEmpty()
                        .allMatch(message ->
                                message.matches("NotKept: the definition mlfdruns.mlfd.io in the cluster is of an"
                                        + " earlier release than this operator and does not keep status\\..*; apply the definition of"
                                        + " this release"))
                        .anyMatch(message -> message.contains(" status.stages[].progress, status.summary;"));
            } else {
                assertThat(told.messages()).as(served.name()).isEmpty();
                assertThat(moved).as(served.name()).allSatisfy(flight -> assertThat(
                                flight.status().summary())
                        .isNotNull());
            }
        }
    }
}
